import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals, paymentRefusals } from '../../../schema/deals.ts'
import { partners } from '../../../schema/people.ts'
import { benefitOverrides } from '../../../schema/proposals.ts'
import { letBothStand } from '../../../worker/agreements/both-benefits.ts'
import { findAttribution } from '../../../worker/attribution/store.ts'
import { findStanding } from '../../../worker/attribution/store-standing.ts'
import { dealsUpToDate } from '../../../worker/deals/check-deals.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCutFor, signBoth } from '../agreements/have.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'
import { overtaken } from './overtake.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  await checkInvariants(world)
  expect((await dealsUpToDate.part(world.deps, '')).found).toEqual([])
})

const prospectOf = async (dealId: string) => (await world.deps.db.select().from(deals).where(eq(deals.id, dealId)))[0]?.prospectId ?? ''
const earned = () => world.deps.db.select().from(commissions)
const refusals = async () => (await world.deps.db.select().from(paymentRefusals)).map(({ reason }) => reason)

describe('CAT4 a price cut for referring and a commission never meet on one payment', () => {
  it('so the payment makes no commission, and says why to its partner', async () => {
    const { partner, pay, dealId, sales } = await haveWonDeal(world)
    const prospectId = await prospectOf(dealId)
    const agreementId = await haveCutFor(world, prospectId)
    await signBoth(world, agreementId)

    await pay(100_000)

    expect([await earned(), await refusals()]).toEqual([[], [expect.stringContaining('A lower price was given for referring')]])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, expense: 0 })
    const attribution = await findAttribution(world.deps.db, prospectId)
    expect(attribution && (await findStanding(world.deps.db, attribution)).ended).toContain('A lower price was given')
    expect(await (await world.ask(`/prospects/${prospectId}`, { as: partner.owner })).text()).toContain('A lower price was given')
    expect(await (await world.ask(`/deals/${dealId}`, { as: sales })).text()).toContain(`href="/agreements/${agreementId}"`)
  })

  it('but not before both signed it, and what was earned until then stays, its refund included', async () => {
    const { partner, pay, dealId } = await haveWonDeal(world)
    const agreementId = await haveCutFor(world, await prospectOf(dealId))
    const first = await pay(100_000)
    await signBoth(world, agreementId)

    await pay(50_000)
    await recordReturn(world.deps, first, { amountMinor: 50_000, currency: 'eur', returnedAt: world.now(), act: 'act_back' }, 'stf_sales')

    expect((await earned()).map(({ amountMinor }) => amountMinor)).toEqual([10_000, -5_000])
    expect(await refusals()).toHaveLength(1)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 5_000 })
  })

  it('unless staff lets both stand with a reason: then each refused payment accrues, once', async () => {
    const { partner, pay, dealId } = await haveWonDeal(world)
    const prospectId = await prospectOf(dealId)
    const agreementId = await haveCutFor(world, prospectId)
    await signBoth(world, agreementId)
    await pay(100_000)
    await pay(7)
    const { id: by } = await haveStaff(world, 'finance')

    const told = await Promise.allSettled([1, 2].map(() => letBothStand(world.deps, agreementId, 'Two people brought it.', by)))

    expect(told.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await pay(20_000)
    expect((await earned()).map(({ amountMinor }) => amountMinor).toSorted()).toEqual([10_000, 2_000].toSorted())
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 12_000 })
    expect(await refusals()).toEqual([expect.stringContaining('less than the smallest')])
    expect(await world.deps.db.select().from(benefitOverrides)).toMatchObject([{ prospectId, decidedBy: by }])
  })

  it('and a signature at the same moment as a payment leaves one of the two', async () => {
    const { pay, dealId } = await haveWonDeal(world)
    const agreementId = await haveCutFor(world, await prospectOf(dealId))

    await Promise.all([signBoth(world, agreementId), pay(100_000), pay(60_000)])

    expect((await earned()).length + (await refusals()).length).toBe(2)
  })

  it.each([1, 2, 3])('and a payment, overtaken by the signatures before its batch %i, is never half of both', async (nth) => {
    const { partner, dealId, sales } = await haveWonDeal(world)
    const agreementId = await haveCutFor(world, await prospectOf(dealId))
    const late = overtaken(world, nth, () => signBoth(world, agreementId))
    const paid = { paidMinor: 100_000, taxMinor: 0, currency: 'eur' as const, paidAt: world.now(), act: 'act_late' }

    await recordPayment(late, dealId, paid, sales.id)

    // The third batch comes behind the payment's own.
    const isBefore = nth < 3
    expect([(await earned()).length, (await refusals()).length]).toEqual(isBefore ? [0, 1] : [1, 0])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: isBefore ? 0 : 10_000 })
  })

  it('which the tables refuse by themselves', async () => {
    const { partner, pay, dealId } = await haveWonDeal(world)
    await signBoth(world, await haveCutFor(world, await prospectOf(dealId)))
    const paymentId = await pay(100_000)
    const row = { id: 'com_x', partnerId: partner.id, currency: 'eur' as const, amountMinor: 1, kind: 'earned' as const, paymentId, dealId }
    const when = { accruedAt: world.now(), maturesAt: world.now(), status: 'pending' as const, source: 'x', baseMinor: 10, rateBps: 1 }

    await expect(world.deps.db.insert(commissions).values({ ...row, ...when })).rejects.toThrow()
  })

  it('an agreement without such a cut has nothing to let stand', async () => {
    await expect(letBothStand(world.deps, 'agr_none', 'Why not.', 'stf_sales')).rejects.toMatchObject({ code: 'wrong_state' })
  })
})

describe('CAT4 nobody earns on its own purchase', () => {
  const buysItself = async (partnerId: string, dealId: string) =>
    world.deps.db
      .update(partners)
      .set({ prospectId: await prospectOf(dealId) })
      .where(eq(partners.id, partnerId))

  it('the payment makes no commission, and the reason stands', async () => {
    const { partner, pay, dealId } = await haveWonDeal(world)
    await buysItself(partner.id, dealId)

    await pay(100_000)

    expect([await earned(), await refusals()]).toEqual([[], ['Nobody earns a share of its own purchase.']])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0 })
  })
})
