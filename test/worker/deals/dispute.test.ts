import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissionHolds } from '../../../schema/commissions.ts'
import { paymentFacts } from '../../../schema/deals.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveDispute, openHolds, rowsOf } from './disputes.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, havePaid, haveReferral } from './stripe-story.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('a dispute', () => {
  it('holds the unpaid commission, with a reason and an owner that no person is', async () => {
    const paid = await havePaid(world)

    const { id } = await haveDispute(world, paid)

    expect(await rowsOf(world, paid.partner.id)).toEqual([[10_000, 'on_hold']])
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 0, held: 10_000 })
    expect(await openHolds(world)).toMatchObject([{ reason: 'The customer’s bank disputes this payment.', owner: `dispute/${id}` }])
    expect(await world.deps.db.select().from(paymentFacts)).toMatchObject([{ object: id, kind: 'dispute', status: 'needs_response' }])
  })

  const whole = [[10_000, 'voided'], [-10_000, 'voided']] // biome-ignore format: as a table
  const restored = [...whole, [10_000, 'pending']]
  it.each([
    ['needs_response', ['under_review'], { held: 10_000 }, [[10_000, 'on_hold']]],
    ['needs_response', ['under_review', 'won'], { pending: 10_000 }, [[10_000, 'pending']]],
    ['needs_response', ['lost'], {}, whole],
    ['needs_response', ['lost', 'appeal_needs_response'], {}, whole],
    ['needs_response', ['lost', 'appeal_needs_response', 'appeal_under_review'], {}, whole],
    ['needs_response', ['lost', 'appeal_needs_response', 'appeal_under_review', 'won'], { pending: 10_000 }, restored],
    ['needs_response', ['lost', 'appeal_under_review', 'lost'], {}, whole],
    ['warning_needs_response', [], { held: 10_000 }, [[10_000, 'on_hold']]],
    ['warning_needs_response', ['warning_under_review'], { held: 10_000 }, [[10_000, 'on_hold']]],
    ['warning_needs_response', ['warning_under_review', 'warning_closed'], { pending: 10_000 }, [[10_000, 'pending']]],
    ['warning_needs_response', ['warning_under_review', 'lost'], {}, whole],
    ['prevented', [], { pending: 10_000 }, [[10_000, 'pending']]],
  ] as const)('that begins as %s and goes on by %j', async (status, outcomes, accounts, rows) => {
    const paid = await havePaid(world)

    const { decide } = await haveDispute(world, paid, { status })
    await decide(...outcomes)

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 0, held: 0, avail: 0, ...accounts })
    expect(await rowsOf(world, paid.partner.id)).toEqual(rows)
    expect(await openHolds(world)).toHaveLength('held' in accounts ? 1 : 0)
  })

  it('gives back ready what was ready', async () => {
    const paid = await havePaid(world, { holdDays: 0 })
    await matureCommissions(world.deps)

    const { decide } = await haveDispute(world, paid)
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: 0, held: 10_000 })
    await decide('won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: 10_000, held: 0 })
  })

  it('of a part takes that part when lost, and frees the rest', async () => {
    const paid = await havePaid(world)

    const { decide } = await haveDispute(world, paid, { amount: 30_000 })
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 10_000 })
    await decide('lost')
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 0, pending: 7000 })
    await decide('appeal_under_review', 'won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('and refunds together take back no more than was paid', async () => {
    const paid = await havePaid(world)
    const refund = await atStripe(world, 'refund', { payment_intent: paid.payment_intent, amount: 60_000 })
    await arrive(world, 'refund.created', refund.id)

    const { decide } = await haveDispute(world, paid, { amount: 100_000 })
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 4000 })
    await decide('lost')
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 0, pending: 0, expense: 0 })
    await decide('appeal_under_review', 'won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 4000 })
  })

  it('holds what a failed refund gives back meanwhile', async () => {
    const paid = await havePaid(world)
    const refund = await atStripe(world, 'refund', { payment_intent: paid.payment_intent, pending: true })
    await arrive(world, 'refund.created', refund.id)
    const { decide } = await haveDispute(world, paid)

    await atStripe(world, 'refund-outcome', { id: refund.id, outcome: 'failed' })
    await arrive(world, 'refund.failed', refund.id)
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 0, held: 10_000 })
    await decide('won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ pending: 10_000, held: 0 })
  })
})

describe('the events of a dispute', () => {
  it('wait for the payment, whose commission is then held from its first moment', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()
    const { id } = await atStripe(world, 'dispute', { payment_intent: session.paymentIntent })

    expect(await arrive(world, 'charge.dispute.created', id)).toBe('waiting')
    await arrive(world, 'checkout.session.completed', session.id)
    expect(await arrive(world, 'charge.dispute.created', id)).toBe('done')

    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 10_000 })
  })

  it('may come closed before opened, twice, and all at once', async () => {
    const paid = await havePaid(world)
    const { id } = await atStripe(world, 'dispute', { payment_intent: paid.payment_intent })
    await atStripe(world, 'decide-dispute', { id, outcome: 'lost' })

    await arrive(world, 'charge.dispute.closed', id)
    await Promise.all(['created', 'funds_withdrawn', 'closed', 'created'].map((each) => arrive(world, `charge.dispute.${each}`, id)))

    expect(await rowsOf(world, paid.partner.id)).toEqual([
      [10_000, 'voided'],
      [-10_000, 'voided'],
    ])
    expect(await world.deps.db.select().from(commissionHolds)).toEqual([])
  })

  it('open one hold when they arrive at once', async () => {
    const paid = await havePaid(world)
    const { id } = await atStripe(world, 'dispute', { payment_intent: paid.payment_intent })

    await Promise.all(['created', 'updated', 'funds_withdrawn', 'created'].map((each) => arrive(world, `charge.dispute.${each}`, id)))

    expect(await world.deps.db.select().from(commissionHolds)).toHaveLength(1)
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 10_000 })
  })

  it('of a stranger’s payment are not for us', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut({ client_reference_id: undefined, email: 'bo@elm.example' })
    const { id } = await atStripe(world, 'dispute', { payment_intent: session.paymentIntent })

    expect(await arrive(world, 'charge.dispute.created', id)).toBe('ignored')
  })
})
