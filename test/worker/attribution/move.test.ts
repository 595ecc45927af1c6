import { asc, eq, isNull, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { creditChanges } from '../../../schema/claims.ts'
import { commissions } from '../../../schema/commissions.ts'
import { deals } from '../../../schema/deals.ts'
import { outbox } from '../../../schema/records.ts'
import { moveAttribution } from '../../../worker/attribution/move.ts'
import { listTouchesOfProspect } from '../../../worker/attribution/store.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { rejectCommission } from '../../../worker/commissions/reject.ts'
import { changesOfDeal } from '../../../worker/deals/changes.ts'
import { followDecisions } from '../../../worker/deals/follow-decision.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import { readDeal } from '../../../worker/deals/store-state.ts'
import { sweepPayouts } from '../../../worker/payouts/sweep.ts'
import { haveDestination, haveGroup, havePartner } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'
import { fund, havePeople, haveSendingRun } from '../payouts/support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

const open = () => world.deps.db.select().from(creditChanges).where(isNull(creditChanges.doneAt))

const to = (prospectId: string, partnerId: string | null, actor = 'stf_ingrid') => ({
  prospectId,
  partnerId,
  touchId: null,
  reason: 'The introduction came first.',
  actor,
})

const dealOf = async (id: string) => (await world.deps.db.select().from(deals).where(eq(deals.id, id)))[0]

/** What stands for a partner, by payment's act or deal. */
async function standing(partnerId: string): Promise<number> {
  const [row] = await world.deps.db
    .select({ sum: sql<number>`coalesce(sum(${commissions.amountMinor}), 0)` })
    .from(commissions)
    .where(eq(commissions.partnerId, partnerId))
  return row?.sum ?? 0
}

describe('moveAttribution', () => {
  it('takes the old partner’s commission back and accrues the new one’s, under its own terms', async () => {
    const { partner, prospect, dealId, pay } = await haveWonDeal(world)
    const group = await haveGroup(world, { rates: { one_off: { rateBps: 1500, duration: 'life' } } })
    const other = await havePartner(world, { groupId: group.id })
    await pay(100_000)

    const made = await moveAttribution(world.deps, to(prospect.id, other.id))

    expect(made).toMatchObject({ n: 2, partnerId: other.id, decidedBy: 'stf_ingrid', reason: 'The introduction came first.' })
    expect(await dealOf(dealId)).toMatchObject({ attributionId: made.id, partnerId: other.id, termsVersionId: group.termsVersionId })
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 0 })
    expect(await accountsOf(world, other.id)).toMatchObject({ pending: 15_000, expense: -15_000 })
    expect(await open()).toEqual([])
    const rows = await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partner.id)).orderBy(asc(commissions.kind))
    expect(rows.map(({ kind, amountMinor, status, cause }) => [kind, amountMinor, status, cause])).toEqual([
      ['correction', -10_000, 'voided', made.id],
      ['earned', 10_000, 'voided', null],
    ])
  })

  it('keeps a touch of the decision beside the others, and says why those lost', async () => {
    const { prospect, partner } = await haveWonDeal(world)
    const other = await havePartner(world)

    const made = await moveAttribution(world.deps, to(prospect.id, other.id))

    const touches = await listTouchesOfProspect(world.deps.db, prospect.id)
    expect(touches.map(({ kind, partnerId }) => [kind, partnerId])).toEqual([
      ['introduction', partner.id],
      ['decision', other.id],
    ])
    expect(made.explanation).toMatchObject([
      { outcome: 'lost', why: 'A person decided for another touch, with a reason.' },
      { outcome: 'won', kind: 'decision' },
    ])
  })

  it('what a customer pays later earns for the new partner', async () => {
    const { prospect, partner, pay } = await haveWonDeal(world)
    const other = await havePartner(world)
    await moveAttribution(world.deps, to(prospect.id, other.id))

    await pay(50_000)

    expect([await standing(partner.id), await standing(other.id)]).toEqual([0, 5_000])
  })

  it('leaves what was paid where it is: the old partner owes it, and the next run nets it', async () => {
    const { prospect, partner, pay } = await haveWonDeal(world, { holdDays: 0 })
    const other = await havePartner(world)
    await fund(world, 100_000_000, 'eur')
    await haveDestination(world, partner.id)
    await pay(100_000)
    await matureCommissions(world.deps)
    await haveSendingRun(world, await havePeople(world))
    await sweepPayouts(world.deps)
    await world.settle()

    await moveAttribution(world.deps, to(prospect.id, other.id))

    const rows = await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partner.id)).orderBy(asc(commissions.kind))
    expect(rows.map(({ amountMinor, status }) => [amountMinor, status])).toEqual([
      [-10_000, 'approved'],
      [10_000, 'paid'],
    ])
    expect(await accountsOf(world, other.id)).toMatchObject({ pending: 10_000 })
  })

  it('to nobody takes back and accrues nothing', async () => {
    const { prospect, partner, dealId, pay } = await haveWonDeal(world)
    await pay(100_000)
    await moveAttribution(world.deps, to(prospect.id, null))
    await pay(70_000)
    expect(await dealOf(dealId)).toMatchObject({ partnerId: null, termsVersionId: null })
    expect(await standing(partner.id)).toBe(0)
  })

  it('there and back again ends where it began, and what was refused stays refused', async () => {
    const { prospect, partner, pay } = await haveWonDeal(world)
    const other = await havePartner(world)
    const [, refused] = [await pay(100_000), await pay(30_000)]
    const [row] = await world.deps.db.select().from(commissions).where(eq(commissions.paymentId, refused))
    await rejectCommission(world.deps, row?.id ?? '', 'Not this one', 'stf_priya')

    await moveAttribution(world.deps, to(prospect.id, other.id))
    expect([await standing(partner.id), await standing(other.id)]).toEqual([0, 13_000])
    await moveAttribution(world.deps, to(prospect.id, partner.id))

    expect([await standing(partner.id), await standing(other.id)]).toEqual([10_000, 0])
  })

  it('a return after the move takes from the new partner alone', async () => {
    const { prospect, partner, pay, sales } = await haveWonDeal(world)
    const other = await havePartner(world)
    const paymentId = await pay(100_000)
    await moveAttribution(world.deps, to(prospect.id, other.id))
    const back = { amountMinor: 40_000, currency: 'eur', returnedAt: world.now(), act: 'act_back' } as const
    await recordReturn(world.deps, paymentId, back, sales.id)
    expect([await standing(partner.id), await standing(other.id)]).toEqual([0, 6_000])
  })

  it('tells whoever loses it and whoever gets it once, however many payments moved', async () => {
    const { prospect, pay } = await haveWonDeal(world)
    const other = await havePartner(world)
    for (let n = 0; n < 3; n += 1) await pay(10_000)
    await world.deps.db.delete(outbox)
    await world.travel({ hours: 1 })

    await moveAttribution(world.deps, to(prospect.id, other.id))

    const mails = await world.deps.db.select().from(outbox)
    expect(mails.map(({ template, data }) => [template, (data as { isYours?: boolean }).isYours]).sort()).toEqual([
      ['credit_moved', false],
      ['credit_moved', true],
    ])
  })

  it('moves every deal of the prospect, and 300 payments, in steps that the sweep goes on with', async () => {
    const { prospect, partner, dealId, sales } = await haveWonDeal(world)
    const other = await havePartner(world)
    const wanted = { prospectId: prospect.id, name: 'Second', kind: 'one_off', currency: 'eur', amountMinor: 1, source: null } as const
    await openDeal(world.deps, wanted, 'act_second', sales.id)
    await havePayments(dealId, sales.id, 300)
    await world.travel({ hours: 1 })

    await moveAttribution(world.deps, to(prospect.id, other.id))
    expect((await open()).length).toBeGreaterThan(0)
    await checkInvariants(world)
    for (let sweep = 0; sweep < 3; sweep += 1) await followDecisions(world.deps)

    expect(await open()).toEqual([])
    expect([await standing(partner.id), await standing(other.id)]).toEqual([0, 300 * 100])
    expect(changesOfDeal(await readDeal(world.deps.db, dealId))).toEqual([])
  }, 120_000)

  it('two people who decide at once: the second is told, and one decision stands', async () => {
    const { prospect, pay } = await haveWonDeal(world)
    const [one, two] = [await havePartner(world), await havePartner(world)]
    await pay(100_000)

    const answers = await Promise.allSettled([
      moveAttribution(world.deps, { ...to(prospect.id, one.id, 'stf_1'), seen: 1 }),
      moveAttribution(world.deps, { ...to(prospect.id, two.id, 'stf_2'), seen: 1 }),
    ])

    const [won] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    const [lost] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(lost).toMatchObject({ code: 'stale' })
    expect([await standing(one.id), await standing(two.id)].sort()).toEqual([0, 10_000])
    expect(await standing(won?.partnerId ?? '')).toBe(10_000)
  })

  it('a payment that arrives between the decision and its consequences is moved, too', async () => {
    const { prospect, partner, dealId, pay } = await haveWonDeal(world)
    const other = await havePartner(world)
    await pay(100_000)
    // Nothing follows at once: the sweep was not there yet.
    const blind = { ...world.deps, newId: world.deps.newId }
    const batch = world.deps.db.batch.bind(world.deps.db)
    let isDecided = false
    const stopsThen: typeof world.deps.db.batch = async (statements) => {
      if (isDecided) throw new Error('the isolate is gone')
      const answer = await batch(statements)
      isDecided = statements.length > 4
      return answer
    }
    await moveAttribution({ ...blind, db: Object.assign(Object.create(world.deps.db), { batch: stopsThen }) }, to(prospect.id, other.id))
    expect(await dealOf(dealId)).toMatchObject({ partnerId: partner.id })

    await pay(50_000)
    expect([await standing(partner.id), await standing(other.id)]).toEqual([15_000, 0])
    await followDecisions(world.deps)

    expect([await standing(partner.id), await standing(other.id)]).toEqual([0, 15_000])
  })

  it.each(['nobody there', 'an erased prospect', 'a partner that left', 'the partner that has it'])('declines %s', async (what) => {
    const { prospect, partner } = await haveWonDeal(world)
    const { db } = world.deps
    const other = await havePartner(world)
    if (what === 'an erased prospect') await db.run(sql`update prospects set erased_at = 1`)
    if (what === 'a partner that left') await db.run(sql`update partners set status = 'left' where id = ${other.id}`)
    const wanted = { 'nobody there': to('pro_none', other.id), 'the partner that has it': to(prospect.id, partner.id) }[what]
    await expect(moveAttribution(world.deps, wanted ?? to(prospect.id, other.id))).rejects.toMatchObject({
      code: { 'a partner that left': 'wrong_state', 'the partner that has it': 'already_done' }[what] ?? 'not_found',
    })
  })
})

/** Payments with their commissions as an import could have left them: many, quickly. */
async function havePayments(dealId: string, actor: string, n: number): Promise<void> {
  for (let each = 0; each < n; each += 1) {
    const paidAt = new Date(world.now().getTime() - (n - each) * 60_000)
    await recordPayment(world.deps, dealId, { paidMinor: 1_000, taxMinor: 0, currency: 'eur', paidAt, act: `act_${each}` }, actor)
  }
}
