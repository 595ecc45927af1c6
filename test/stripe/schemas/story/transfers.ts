import { havePayee, passDays, type Scene } from './scene.ts'

/** Transfers, reversals, and what becomes of the money on its way to the partner's bank. */
export async function payPartners(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const destination = await havePayee(scene)
  const pay = (amount: number, payout: string) =>
    stripe.transfers.create(
      { amount, currency: 'usd', destination, transfer_group: payout, description: 'June', metadata: { goodword_payout: payout } },
      { idempotencyKey: `po:${payout}:1` },
    )
  const transfer = await pay(4_000, 'po_1')
  await pay(4_000, 'po_1')
  await pay(6_000, 'po_2')
  await pay(1_000_000, 'po_3').catch(() => {})
  await stripe.transfers.update(transfer.id, { metadata: { note: 'seen' }, description: 'July' })
  const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 500, metadata: { why: 'refund' } })
  await stripe.transfers.listReversals(transfer.id, { limit: 5 })
  await stripe.transfers.retrieveReversal(transfer.id, reversal.id, { expand: ['balance_transaction', 'transfer'] })
  await act('reverse', { transfer: transfer.id, amount: 100 })
  await stripe.transfers.retrieve(transfer.id)
  await stripe.transfers.retrieve(transfer.id, { expand: ['balance_transaction', 'destination', 'destination_payment'] })
  await stripe.transfers.list({ transfer_group: 'po_1', destination, created: { gte: 1 }, limit: 100 })
  await stripe.transfers.list({ limit: 1, expand: ['data.balance_transaction'] }).autoPagingToArray({ limit: 10 })
  await readPartner(scene, destination)
}

/** Inside the partner's account: the bank payout, what it carried, and that it may fail days later. */
async function readPartner(scene: Scene, destination: string): Promise<void> {
  const { stripe, act } = scene
  const inside = { stripeContext: destination }
  await stripe.charges.list({ limit: 5 }, inside)
  await stripe.payouts.create({ amount: 100, currency: 'usd', metadata: { by: 'hand' } }, inside)
  await passDays(scene, 5)
  const { data } = await stripe.payouts.list({ status: 'paid', limit: 5 }, inside)
  for (const { id } of data) {
    await stripe.payouts.retrieve(id, { expand: ['balance_transaction', 'destination'] }, inside)
    await stripe.balanceTransactions.list({ payout: id, limit: 100, expand: ['data.source'] }, inside)
  }
  await act('fail-bank-payout', { id: data[0]?.id })
  await stripe.payouts.retrieve(String(data[0]?.id), { expand: ['failure_balance_transaction'] }, inside)
  await stripe.accounts.listExternalAccounts(destination)
}
