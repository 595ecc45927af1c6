import { haveCatalogue, haveCustomer, paymentOf } from './revenue.ts'
import { passDays, type Scene } from './scene.ts'

/** A paid invoice, and the charge that paid it. */
async function havePaid(scene: Scene, customer: string, amount: number): Promise<{ invoice: string; charge: string }> {
  const invoice = await scene.act('invoice', { customer, amount, currency: 'usd' })
  const intent = (await paymentOf(scene, invoice.id))?.payment.payment_intent
  const charge = typeof intent === 'object' ? intent?.latest_charge : undefined
  return { invoice: invoice.id, charge: typeof charge === 'object' ? String(charge?.id) : '' }
}

/** Disputes through all their states, appeals and warnings among them. */
export async function disputePayments(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const customer = await haveCustomer(scene)
  const decide = async (id: string, outcomes: string[]) => {
    for (const outcome of outcomes) {
      await act('decide-dispute', { id, outcome })
      await stripe.disputes.retrieve(id)
    }
  }
  for (const [status, outcomes] of [
    ['needs_response', ['under_review', 'lost', 'appeal_needs_response', 'appeal_under_review', 'won']],
    ['warning_needs_response', ['warning_under_review', 'warning_closed']],
    ['prevented', []],
  ] as const) {
    const { charge } = await havePaid(scene, customer, 5_000)
    const { id } = await act('dispute', { charge, status })
    await stripe.disputes.retrieve(id)
    await decide(id, [...outcomes])
  }
  const { charge } = await havePaid(scene, customer, 6_000)
  const { id } = await act('dispute', { charge, amount: 2_000 })
  await stripe.disputes.update(id, { evidence: { product_description: 'A widget' }, metadata: { case: '1' } })
  await stripe.disputes.retrieve(id, { expand: ['charge', 'payment_intent'] })
  const { id: given } = await act('dispute', { charge: (await havePaid(scene, customer, 100)).charge })
  await stripe.disputes.close(given)
  await stripe.disputes.list({ charge, limit: 3 })
}

/** Credit notes before and after the payment, each way the money may go back. */
export async function creditInvoices(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const customer = await haveCustomer(scene)
  const { invoice } = await havePaid(scene, customer, 9_000)
  await stripe.creditNotes.create({ invoice, amount: 3_000, refund_amount: 3_000, reason: 'duplicate', memo: 'Sorry' })
  const credit = await stripe.creditNotes.create({ invoice, amount: 1_000, credit_amount: 600, out_of_band_amount: 400 })
  await stripe.creditNotes.update(credit.id, { memo: 'Thank you', metadata: { ticket: '3' } })
  await stripe.creditNotes.retrieve(credit.id, { expand: ['invoice', 'customer'] })
  await stripe.creditNotes.list({ invoice, limit: 5 })
  await stripe.creditNotes.listLineItems(credit.id, { limit: 5 })
  const open = await act('invoice', { customer, amount: 8_000, currency: 'usd', pay: 'no' })
  const before = await stripe.creditNotes.create({ invoice: open.id, amount: 2_000 })
  await stripe.creditNotes.voidCreditNote(before.id)
  await stripe.invoices.retrieve(open.id)
}

/** Coupons, the codes that stand for them, and what they take off. */
export async function discountSales(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const coupon = await stripe.coupons.create({ percent_off: 12.5, duration: 'repeating', duration_in_months: 3, name: 'Launch' })
  const off = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' })
  await stripe.coupons.retrieve(coupon.id)
  await stripe.coupons.list({ limit: 3 })
  const { plan, item } = await haveCatalogue(scene)
  const customer = await haveCustomer(scene)
  await stripe.subscriptions.create({ customer, items: [{ price: plan }], discounts: [{ coupon: coupon.id }] })
  const line_items = [{ price: item, quantity: 1 }]
  const session = await stripe.checkout.sessions.create({ mode: 'payment', line_items, discounts: [{ coupon: off.id }] })
  await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] })
  await act('checkout', { amount: 5_000, currency: 'usd', email: 'gil@shop.test', interval: 'month', coupon: coupon.id, tax_percent: 19 })
  await stripe.invoices.list({ limit: 5 })
  await passDays(scene, 65)
  const code = await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: coupon.id },
    code: 'LAUNCH',
    expires_at: 1_900_000_000,
    max_redemptions: 20,
    restrictions: { first_time_transaction: true },
  })
  await stripe.promotionCodes.update(code.id, { active: false, metadata: { by: 'ann' } })
  await stripe.promotionCodes.retrieve(code.id, { expand: ['promotion.coupon'] })
  await stripe.promotionCodes.list({ code: 'LAUNCH', active: false, limit: 3 })
  await stripe.coupons.del(off.id)
}
