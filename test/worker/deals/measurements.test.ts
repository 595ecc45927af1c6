import { asc, eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { measurements } from '../../../schema/deal-kinds.ts'
import { paymentRefusals } from '../../../schema/deals.ts'
import type { TermsVersion } from '../../../schema/terms.ts'
import { applyPayment } from '../../../worker/deals/apply-payment.ts'
import { acceptMeasurement, disputeMeasurement, measure, settleMeasurement } from '../../../worker/deals/measurements.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal, measuring } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const life: TermsVersion['rates'] = { performance: { rateBps: 1_000, duration: 'life' } }
const havePerformance = (rates = life) => haveWonDeal(world, { kind: 'performance', rates, details: measuring })
type Won = Awaited<ReturnType<typeof havePerformance>>

const havePeriod = async ({ dealId, sales }: Won, month: number, amountMinor = 570_000) =>
  measure(
    world.deps,
    dealId,
    { startsOn: `2026-0${month}-01`, endsOn: `2026-0${month}-28`, value: '38 hours', amountMinor },
    world.deps.newId('act'),
    sales.id,
  )
const ours = (won: Won) => ({ side: 'us' as const, by: won.sales.id })
const theirs = { side: 'them' as const, name: 'Gunnar Stellan', via: 'rel_1' }
async function acceptBoth(won: Won, id: string) {
  await acceptMeasurement(world.deps, won.dealId, id, ours(won))
  await acceptMeasurement(world.deps, won.dealId, id, theirs)
}
/** Stripe tells of a paid invoice; nobody is there to decline it. */
const arrives = ({ dealId }: Won, source: string, paidMinor: number, baseMinor = paidMinor) =>
  applyPayment(
    world.deps,
    { source, currency: 'eur', paidMinor, baseMinor, paidAt: world.now(), recordedBy: 'stripe', objects: [source] },
    async () => ({ kind: 'deal', dealId }),
  )
const statusOf = async (id: string) => (await world.deps.db.select().from(measurements).where(eq(measurements.id, id)))[0]?.status
const earned = async () => (await world.deps.db.select().from(commissions).orderBy(asc(commissions.id))).map((row) => row.amountMinor)
const refused = async () => (await world.deps.db.select().from(paymentRefusals)).map(({ reason }) => reason)

describe('DEA3 a performance deal', () => {
  it('earns from a measurement that both accepted and that was paid, by hand', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1)
    await acceptBoth(won, id)
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 0 })

    await won.pay(570_000)

    expect(await statusOf(id)).toBe('paid')
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 57_000 })
  })

  it.each([
    ['nobody', async () => {}],
    ['we alone', (won: Won, id: string) => acceptMeasurement(world.deps, won.dealId, id, ours(won))],
    ['the customer alone', (won: Won, id: string) => acceptMeasurement(world.deps, won.dealId, id, theirs)],
    [
      'nobody, for it is disputed',
      (won: Won, id: string) => disputeMeasurement(world.deps, won.dealId, id, 'Too many hours.', { side: 'them', actor: 'rel_1' }),
    ],
  ])('declines a payment by hand while %s accepted it', async (_, accept) => {
    const won = await havePerformance()
    await accept(won, await havePeriod(won, 1))

    await expect(won.pay(570_000)).rejects.toMatchObject({ code: 'not_accepted', status: 409 })

    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 0 })
  })

  it('takes a payment from Stripe before anybody accepted, says why it earns nothing, and earns once both have', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1)

    await arrives(won, 'in_1', 570_000)
    await arrives(won, 'in_1', 570_000)
    expect(await refused()).toEqual(['This payment counts once both sides have accepted the result that it pays for.'])
    expect(await earned()).toEqual([])

    await acceptMeasurement(world.deps, won.dealId, id, theirs)
    await Promise.all([1, 2, 3].map(() => acceptMeasurement(world.deps, won.dealId, id, ours(won))))

    expect(await statusOf(id)).toBe('paid')
    expect(await earned()).toEqual([57_000])
    expect(await refused()).toEqual([])
  })

  it('lets a person settle a payment of another amount, which earns exactly once and at most what was accepted', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1, 500_000)
    await arrives(won, 'in_1', 600_000)
    await expect(settleMeasurement(world.deps, won.dealId, id, 'pmt_in_1', won.sales.id)).rejects.toMatchObject({ code: 'not_accepted' })
    await acceptBoth(won, id)
    expect(await earned()).toEqual([])

    await Promise.all([1, 2, 3].map(() => settleMeasurement(world.deps, won.dealId, id, 'pmt_in_1', won.sales.id)))
    await settleMeasurement(world.deps, won.dealId, id, 'pmt_in_1', won.sales.id)

    expect(await earned()).toEqual([50_000])
  })

  it('pays for one measurement with one payment', async () => {
    const won = await havePerformance()
    const [first, second] = [await havePeriod(won, 1), await havePeriod(won, 2)]
    await acceptBoth(won, first)
    await acceptBoth(won, second)
    await arrives(won, 'in_1', 570_000)

    expect([await statusOf(first), await statusOf(second)]).toEqual(['paid', 'accepted'])
    await expect(settleMeasurement(world.deps, won.dealId, second, 'pmt_in_1', won.sales.id)).rejects.toMatchObject({ code: 'wrong_state' })
    await won.pay(570_000)
    expect(await earned()).toEqual([57_000, 57_000])
  })

  it('owes nothing for a failed period: no payment by hand, and nothing settles it', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1, 0)
    await acceptBoth(won, id)

    await expect(won.pay(10_000)).rejects.toMatchObject({ code: 'not_accepted' })
    await arrives(won, 'in_1', 10_000)
    await expect(settleMeasurement(world.deps, won.dealId, id, 'pmt_in_1', won.sales.id)).rejects.toMatchObject({ code: 'wrong_state' })
    expect(await earned()).toEqual([])
  })

  it('earns what remains of a payment of which a part went back before it was settled', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1)
    await arrives(won, 'in_1', 570_000)
    const back = { amountMinor: 285_000, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }
    await recordReturn(world.deps, 'pmt_in_1', back, won.sales.id)
    await acceptBoth(won, id)
    await settleMeasurement(world.deps, won.dealId, id, 'pmt_in_1', won.sales.id)

    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 28_500 })
  })

  it('counts the payment that was measured first as the first, and corrects once an earlier one counts', async () => {
    const won = await havePerformance({ performance: { rateBps: 1_000, duration: 'first_payment' } })
    const [first, second] = [await havePeriod(won, 1, 100_000), await havePeriod(won, 2, 200_000)]
    await arrives(won, 'in_1', 100_000)
    await world.travel({ minutes: 1 })
    await arrives(won, 'in_2', 200_000)
    await acceptBoth(won, second)
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 20_000 })

    await acceptBoth(won, first)

    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('moves the partner’s year for its other deals once it counts, not before', async () => {
    const tiered = {
      rateBps: 1_000,
      duration: 'life' as const,
      tierMode: 'marginal' as const,
      tiers: { eur: [{ aboveMinor: 500_000, rateBps: 2_000 }] },
    }
    const won = await havePerformance({ performance: tiered, one_off: tiered })
    const id = await havePeriod(won, 1, 500_000)
    const wanted = {
      prospectId: won.prospect.id,
      name: 'One more',
      kind: 'one_off' as const,
      currency: 'eur' as const,
      amountMinor: 1,
      source: null,
    }
    const other = await openDeal(world.deps, wanted, 'act_other', won.sales.id)
    await arrives(won, 'in_1', 500_000)
    await world.travel({ minutes: 1 })
    await arrives({ ...won, dealId: other }, 'in_2', 100_000)
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 10_000 })

    await acceptBoth(won, id)

    // 50,000 for the measured one, and 20 % instead of 10 % for the one that was paid after it.
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 70_000 })
  })

  it('is guarded by the database: no commission without a paid measurement, no measurement paid by another deal’s payment', async () => {
    const won = await havePerformance()
    const other = await havePerformance()
    const id = await havePeriod(won, 1)
    await acceptBoth(won, id)
    await acceptBoth(other, await havePeriod(other, 1))
    const payment = await other.pay(570_000)

    await expect(
      world.deps.db.run(sql`update measurements set status = 'paid', payment_id = ${payment} where id = ${id}`),
    ).rejects.toMatchObject({ cause: expect.objectContaining({ message: expect.stringContaining('no such move') }) })
    await arrives(won, 'in_1', 1_000)
    await expect(
      world.deps.db.run(
        sql`insert into commissions (id, partner_id, currency, amount_minor, kind, payment_id, deal_id, source, base_minor, rate_bps, terms_version_id, accrued_at, matures_at, status)
          select 'com_forged', partner_id, currency, 100, kind, 'pmt_in_1', ${won.dealId}, 'pmt_in_1/x', 1000, 1000, terms_version_id, accrued_at, matures_at, 'pending' from commissions limit 1`,
      ),
    ).rejects.toMatchObject({ cause: expect.objectContaining({ message: expect.stringContaining('accepted and paid') }) })
  })
})

describe('DEA4 a measurement', () => {
  it('lies between floor and cap, or is nothing', async () => {
    const won = await havePerformance()
    for (const amountMinor of [9_999, 900_001]) await expect(havePeriod(won, 1, amountMinor)).rejects.toMatchObject({ status: 422 })
    await havePeriod(won, 1, 10_000)
    await havePeriod(won, 2, 900_000)
    await havePeriod(won, 3, 0)
  })

  it('is of a period that no other one measures, unless that is disputed; then only one of the two is accepted', async () => {
    const won = await havePerformance()
    const disputed = await havePeriod(won, 1)
    await expect(havePeriod(won, 1)).rejects.toMatchObject({ code: 'conflict' })
    await disputeMeasurement(world.deps, won.dealId, disputed, 'Too many hours.', { side: 'us', actor: won.sales.id })
    await havePeriod(won, 1, 300_000)

    await expect(acceptMeasurement(world.deps, won.dealId, disputed, theirs)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is written down once when its form is sent twice at once', async () => {
    const won = await havePerformance()
    const period = { startsOn: '2026-01-01', endsOn: '2026-01-31', value: '38', amountMinor: 570_000 }
    const ids = await Promise.all([1, 2].map(() => measure(world.deps, won.dealId, period, 'act_once', won.sales.id)))

    expect(new Set(ids).size).toBe(1)
  })

  it('stands once both accepted it', async () => {
    const won = await havePerformance()
    const id = await havePeriod(won, 1)
    await acceptBoth(won, id)

    await expect(
      disputeMeasurement(world.deps, won.dealId, id, 'On second thoughts.', { side: 'us', actor: won.sales.id }),
    ).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('is of a won performance deal', async () => {
    const flat = await haveWonDeal(world, { kind: 'flat_fee' })
    await expect(havePeriod(flat as Won, 1)).rejects.toMatchObject({ code: 'wrong_state' })
  })
})
