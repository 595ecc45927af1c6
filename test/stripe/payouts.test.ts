import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, haveFunded, havePayable, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

const DAY = 86_400
let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await haveFunded(standIn)
})

const inside = () => ({ stripeContext: account })
const bankPayouts = async () => (await stripe.payouts.list({}, inside())).data
const told = async () =>
  (await stripe.events.list({ limit: 100 }, inside())).data.map((event) => event.type).filter((type) => type.startsWith('payout.'))

describe('a bank payout', () => {
  it('happens by itself, and says which transfers it carried', async () => {
    const first = await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await standIn.advance(2 * DAY)
    const [sent] = await bankPayouts()
    await standIn.advance(2 * DAY)
    await stripe.transfers.create({ amount: 700, currency: 'usd', destination: account })
    await standIn.advance(2 * DAY)
    const [second, paid] = await bankPayouts()

    expect(sent).toMatchObject({ status: 'in_transit', amount: 5_000, automatic: true })
    expect([second?.amount, paid?.status]).toEqual([700, 'paid'])
    const carried = await stripe.balanceTransactions.list({ payout: paid?.id ?? '' }, inside())
    expect(carried.data.filter((each) => each.type === 'payment').map((each) => each.source)).toEqual([first.destination_payment])
  })

  it('arrives before its day when somebody says so, once', async () => {
    await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await perform(standIn, 'bank-payout', { account })
    const [sent] = await bankPayouts()
    await perform(standIn, 'arrive-bank-payout', { id: sent?.id })

    expect((await bankPayouts())[0]).toMatchObject({ status: 'paid' })
    await expect(perform(standIn, 'arrive-bank-payout', { id: sent?.id })).rejects.toThrow('This payout is paid already')
    await standIn.advance(7 * DAY)
    expect((await told()).filter((type) => type === 'payout.paid')).toHaveLength(1)
  })

  it('may fail after it was paid: the money is back, and nothing more goes to that bank', async () => {
    await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await standIn.advance(5 * DAY)
    const [paid] = await bankPayouts()
    await perform(standIn, 'fail-bank-payout', { id: paid?.id })
    await standIn.advance(5 * DAY)

    expect(await told()).toEqual(['payout.failed', 'payout.paid', 'payout.created'])
    expect((await stripe.balance.retrieve({}, inside())).available[0]?.amount).toBe(5_000)
    expect((await stripe.accounts.retrieve(account)).external_accounts?.data[0]).toMatchObject({ status: 'errored' })

    await perform(standIn, 'bank-account', { id: account, last4: '1111' })
    await standIn.advance(2 * DAY)
    expect((await bankPayouts()).map((each) => each.status)).toEqual(['in_transit', 'failed'])
  })

  it('leaves in the account what a bank does not take', async () => {
    account = await havePayable(standIn, 'hu')
    await perform(standIn, 'fund', { amount: 100_000, currency: 'huf' })
    await stripe.transfers.create({ amount: 12_345, currency: 'huf', destination: account })
    await standIn.advance(2 * DAY)

    expect((await bankPayouts())[0]?.amount).toBe(12_300)
    expect((await stripe.balance.retrieve({}, inside())).available).toMatchObject([{ amount: 45, currency: 'huf' }])
  })

  it('stops a reversal that comes too late', async () => {
    const { id } = await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await standIn.advance(2 * DAY)

    await expect(stripe.transfers.createReversal(id)).rejects.toMatchObject({ code: 'balance_insufficient' })
  })
})

describe('a reversal', () => {
  it('may come in parts, and says so on the transfer', async () => {
    const { id } = await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await perform(standIn, 'reverse', { transfer: id, amount: 1_667 })
    const partly = await stripe.transfers.retrieve(id)
    await perform(standIn, 'reverse', { transfer: id })
    const fully = await stripe.transfers.retrieve(id)

    expect([partly.amount_reversed, partly.reversed]).toEqual([1_667, false])
    expect([fully.amount_reversed, fully.reversed]).toEqual([5_000, true])
    expect(fully.reversals.data.map((each) => each.amount)).toEqual([3_333, 1_667])
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(100_000)
    expect((await stripe.events.list({ type: 'transfer.reversed' })).data).toHaveLength(2)
  })
})
