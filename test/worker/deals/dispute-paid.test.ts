import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { holdCommission, releaseCommission } from '../../../worker/commissions/hold.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { cancelRun } from '../../../worker/payouts/cancel.ts'
import { sweepPayouts, sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveDestination, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { fund, haveApprovedRun, havePeople, haveSendingRun } from '../payouts/support.ts'
import { haveDispute, openHolds, rowsOf } from './disputes.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, havePaid } from './stripe-story.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

describe('a person', () => {
  it('cannot end the hold of a dispute, and ending another one frees nothing', async () => {
    const paid = await havePaid(world)
    const { decide } = await haveDispute(world, paid)
    const [row] = await world.deps.db.select().from(commissions)
    const id = row?.id ?? ''
    await holdCommission(world.deps, id, { reason: 'Who is this?', owner: 'stf_priya' }, 'stf_priya')

    await expect(releaseCommission(world.deps, id, 1, 'Never mind.', 'stf_priya')).rejects.toMatchObject({ code: 'wrong_state' })
    await releaseCommission(world.deps, id, 2, 'A good customer.', 'stf_priya')
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 10_000 })
    await decide('won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 0, pending: 10_000 })
  })

  it('keeps its own hold when the dispute is won', async () => {
    const paid = await havePaid(world)
    const [row] = await world.deps.db.select().from(commissions)
    await holdCommission(world.deps, row?.id ?? '', { reason: 'Who is this?', owner: 'stf_priya' }, 'stf_priya')

    const { decide } = await haveDispute(world, paid)
    await decide('won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ held: 10_000, pending: 0 })
    expect(await openHolds(world)).toMatchObject([{ owner: 'stf_priya' }])
  })
})

describe('what is on its way or paid', () => {
  async function haveReserved() {
    await fund(world, 100_000_000, 'eur')
    const paid = await havePaid(world, { holdDays: 0 })
    await haveDestination(world, paid.partner.id)
    await matureCommissions(world.deps)
    const people = await havePeople(world)
    const runId = await haveSendingRun(world, people)
    const send = async () => {
      await sweepPayouts(world.deps)
      await world.settle()
    }
    return { ...paid, people, runId, send }
  }
  const alarms = async () =>
    (await world.deps.db.select().from(outbox).where(sql`id glob 'alarm:dispute:*'`)).map(({ recipient }) => recipient)
  const flags = () => world.deps.db.select().from(audit).where(eq(audit.act, 'commission.disputed'))

  it('is flagged to finance, once, and nothing moves', async () => {
    const paid = await haveReserved()
    await paid.send()

    const { id, decide } = await haveDispute(world, paid)
    await arrive(world, 'charge.dispute.funds_withdrawn', id)
    await decide('under_review')

    expect(await rowsOf(world, paid.partner.id)).toEqual([[10_000, 'paid']])
    expect(await flags()).toMatchObject([{ actor: 'stripe', partnerId: paid.partner.id }])
    expect((await alarms()).sort()).toEqual([paid.people.finance.email, paid.people.otherFinance.email].sort())
    expect(await openHolds(world)).toEqual([])
  })

  it('leaves a debt once lost, and gives it back when the appeal is won', async () => {
    const paid = await haveReserved()
    await paid.send()

    const { decide } = await haveDispute(world, paid)
    await decide('lost')
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: -10_000 })
    await decide('appeal_under_review', 'won')

    expect(await rowsOf(world, paid.partner.id)).toEqual([
      [10_000, 'paid'],
      [-10_000, 'approved'],
      [10_000, 'approved'],
    ])
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: 0 })
  })

  it('is flagged when the first word of it is that it was lost', async () => {
    const paid = await haveReserved()
    await paid.send()
    const { id } = await atStripe(world, 'dispute', { payment_intent: paid.payment_intent })
    await atStripe(world, 'decide-dispute', { id, outcome: 'lost' })

    await arrive(world, 'charge.dispute.closed', id)

    expect(await flags()).toHaveLength(1)
    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: -10_000 })
  })

  it('stays in its payout, and is caught by the hold should that be released', async () => {
    const paid = await haveReserved()

    const { decide } = await haveDispute(world, paid)
    expect(await rowsOf(world, paid.partner.id)).toEqual([[10_000, 'in_payout']])
    expect(await flags()).toHaveLength(1)
    await cancelRun(world.deps, paid.runId, paid.people.approver, 'A dispute.')
    await paid.send()
    expect(await rowsOf(world, paid.partner.id)).toEqual([[10_000, 'on_hold']])
    await decide('won')

    expect(await accountsOf(world, paid.partner.id)).toMatchObject({ avail: 10_000, held: 0, inflight: 0 })
  })

  it('is paid or held, and never both, when the dispute comes at the moment of reserving', async () => {
    await fund(world, 100_000_000, 'eur')
    const paid = await havePaid(world, { holdDays: 0 })
    await haveDestination(world, paid.partner.id)
    await matureCommissions(world.deps)
    const runId = await haveApprovedRun(world, await havePeople(world))
    const { id } = await atStripe(world, 'dispute', { payment_intent: paid.payment_intent })

    await Promise.all([sweepRuns(world.deps, runId), arrive(world, 'charge.dispute.created', id)])

    const { held, inflight } = await accountsOf(world, paid.partner.id)
    expect([held, inflight].sort((a, b) => a - b)).toEqual([0, 10_000])
    expect(await openHolds(world)).toHaveLength(1)
  })

  it('closes its hold when the dispute ends after it was paid', async () => {
    const paid = await haveReserved()

    const { decide } = await haveDispute(world, paid)
    await paid.send()
    await decide('won')

    expect(await rowsOf(world, paid.partner.id)).toEqual([[10_000, 'paid']])
    expect(await openHolds(world)).toEqual([])
  })

  it('alarms nobody while the commission only waits', async () => {
    await haveStaff(world, 'finance')
    await haveDispute(world, await havePaid(world))

    expect(await alarms()).toEqual([])
  })
})
