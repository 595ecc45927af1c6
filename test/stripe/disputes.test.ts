import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let intent: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  await perform(standIn, 'settings', { settlementDays: 0 })
  const session = await perform<{ payment_intent: string }>(standIn, 'checkout', { amount: 9_900, currency: 'usd', email: 'a@b.example' })
  intent = session.payment_intent
})

const open = (more: object = {}) => perform<Stripe.Dispute>(standIn, 'dispute', { payment_intent: intent, ...more })
const decide = (id: string, outcome: string) => perform<Stripe.Dispute>(standIn, 'decide-dispute', { id, outcome })
const available = async () => (await stripe.balance.retrieve()).available[0]?.amount
const told = async () =>
  (await stripe.events.list({ limit: 100 })).data
    .map((event) => event.type)
    .filter((type) => type.startsWith('charge.dispute'))
    .reverse()

describe('a dispute', () => {
  it('takes the money at once and gives it back when won', async () => {
    const dispute = await open()
    const held = await available()
    await decide(dispute.id, 'won')

    expect(dispute).toMatchObject({ status: 'needs_response', amount: 9_900, payment_intent: intent })
    expect([held, await available()]).toEqual([0, 9_900])
    expect(await told()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
    expect((await stripe.disputes.retrieve(dispute.id)).balance_transactions.map((each) => each.net)).toEqual([-9_900, 9_900])
  })

  it('that is lost may still be won by an appeal', async () => {
    const { id } = await open({ amount: 5_000 })
    await decide(id, 'lost')
    const lost = await available()
    await decide(id, 'appeal_under_review')
    const appealed = await available()
    await decide(id, 'won')

    expect([lost, appealed, await available()]).toEqual([4_900, 4_900, 9_900])
    expect((await told()).slice(2)).toEqual([
      'charge.dispute.closed',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
  })

  it.each([
    ['warning_needs_response', 'warning_closed'],
    ['prevented', undefined],
  ])('that begins %s takes no money', async (status, outcome) => {
    const { id } = await open({ status })
    if (outcome) await decide(id, outcome)

    expect(await available()).toBe(9_900)
    expect(await told()).not.toContain('charge.dispute.funds_withdrawn')
  })

  it('stands in the way of a refund until it is won', async () => {
    const { id } = await open()
    await expect(stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({ code: 'charge_disputed' })
    await decide(id, 'won')

    await expect(stripe.refunds.create({ payment_intent: intent })).resolves.toMatchObject({ amount: 9_900 })
  })

  it('goes only where a dispute can go', async () => {
    const { id } = await open()
    await decide(id, 'won')

    await expect(decide(id, 'lost')).rejects.toThrow('A dispute that is won cannot become lost.')
    await expect(open()).rejects.toThrow('already disputed')
  })
})
