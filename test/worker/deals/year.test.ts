import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals, partnerYears } from '../../../schema/deals.ts'
import type { Rate } from '../../../schema/terms.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import { haveGroup, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'

const tiered: Rate = { rateBps: 1000, duration: 'life', tierMode: 'marginal', tiers: { eur: [{ aboveMinor: 100_000, rateBps: 2000 }] } }
const capped: Rate = { rateBps: 1000, duration: 'life', dealCapMinor: { eur: 12_000 }, yearCapMinor: { eur: 15_000 } }

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

type Told = readonly [deal: 0 | 1, day: string, paidMinor: number]

/** A partner with two open deals of one kind, and payments by the day they were made. */
async function haveDeals(rate: Rate) {
  const group = await haveGroup(world, { rates: { one_off: rate } })
  const partner = await havePartner(world, { groupId: group.id })
  const { id: actor } = await haveStaff(world, 'sales')
  const open = async (n: number) => {
    const prospect = await haveProspect(world, partner.id)
    const wanted = { prospectId: prospect.id, name: `Deal ${n}`, kind: 'one_off', currency: 'eur', amountMinor: 1, source: null } as const
    return openDeal(world.deps, wanted, `act_open_${n}`, actor)
  }
  const dealIds = [await open(0), await open(1)] as const
  const pay = ([deal, day, paidMinor]: Told) =>
    recordPayment(
      world.deps,
      dealIds[deal],
      { paidMinor, taxMinor: 0, currency: 'eur', paidAt: new Date(`${day}T08:00:00Z`), act: `act_${day}` },
      actor,
    )
  return { partner, actor, dealIds, pay }
}

/** What stands for each payment, by its day. */
async function standing(partnerId: string): Promise<Record<string, number>> {
  const rows = await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId))
  const sums: Record<string, number> = {}
  for (const { paymentId, amountMinor } of rows) {
    const day = paymentId?.replace('pmt_act_', '') ?? ''
    sums[day] = (sums[day] ?? 0) + amountMinor
  }
  return sums
}

const story = [
  [0, '2026-02-01', 80_000],
  [1, '2026-03-01', 80_000],
  [0, '2026-04-01', 30_000],
] as const
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const

describe('terms that look at the whole year of a partner', () => {
  it.each(orders)('tiers: payments %i, %i, %i give the same in every order of arrival', async (...order) => {
    const { partner, pay } = await haveDeals(tiered)
    for (const n of order) await pay(story[n])
    expect(await standing(partner.id)).toEqual({ '2026-02-01': 8_000, '2026-03-01': 2_000 + 12_000, '2026-04-01': 6_000 })
  })

  it.each(orders)('caps: payments %i, %i, %i give the same in every order of arrival', async (...order) => {
    const { partner, pay } = await haveDeals(capped)
    for (const n of order) await pay(story[n])
    const stands = await standing(partner.id)
    expect([stands['2026-02-01'], stands['2026-03-01'], stands['2026-04-01'] ?? 0]).toEqual([8_000, 7_000, 0])
  })

  it('all payments at once give the same', async () => {
    const { partner, pay } = await haveDeals(tiered)
    await Promise.all(story.map((payment) => pay(payment)))
    expect(await standing(partner.id)).toEqual({ '2026-02-01': 8_000, '2026-03-01': 14_000, '2026-04-01': 6_000 })
    expect(await world.deps.db.select().from(partnerYears)).toEqual([{ partnerId: partner.id, year: 2026, currency: 'eur', version: 3 }])
  })

  it('a late payment of a deal under plain terms moves the ones that look at the year', async () => {
    const { partner, pay, dealIds } = await haveDeals(tiered)
    await pay(story[1])
    // Opened before its group had tiers.
    await world.deps.db.update(deals).set({ dependsOnYear: false }).where(eq(deals.id, dealIds[0]))
    await pay(story[0])
    expect(await standing(partner.id)).toEqual({ '2026-02-01': 8_000, '2026-03-01': 14_000 })
  })

  it('an early payment moves more deals than one batch takes', async () => {
    const { partner, actor, pay } = await haveDeals(tiered)
    for (let n = 2; n < 13; n += 1) {
      const { id: prospectId } = await haveProspect(world, partner.id)
      const wanted = { prospectId, name: `Deal ${n}`, kind: 'one_off', currency: 'eur', amountMinor: 1, source: null } as const
      const dealId = await openDeal(world.deps, wanted, `act_open_${n}`, actor)
      const paidAt = new Date(`2026-05-${String(n).padStart(2, '0')}T08:00:00Z`)
      await recordPayment(world.deps, dealId, { paidMinor: 5_000, taxMinor: 0, currency: 'eur', paidAt, act: `act_n${n}` }, actor)
    }
    await pay([0, '2026-01-05', 100_000])
    const { '2026-01-05': first, ...later } = await standing(partner.id)
    expect([first, ...new Set(Object.values(later))]).toEqual([10_000, 1_000])
    expect(Object.keys(later)).toHaveLength(11)
  })

  it('a full return leaves exactly zero, and the others as they were', async () => {
    const { partner, pay, actor } = await haveDeals(tiered)
    for (const payment of story) await pay(payment)
    const back = { amountMinor: 80_000, currency: 'eur', returnedAt: world.now(), act: 'act_back' } as const
    await recordReturn(world.deps, 'pmt_act_2026-02-01', back, actor)
    expect(await standing(partner.id)).toEqual({ '2026-02-01': 0, '2026-03-01': 14_000, '2026-04-01': 6_000 })
  })

  it('prints how a commission was counted on its receipt', async () => {
    const { partner, pay } = await haveDeals(tiered)
    for (const payment of story) await pay(payment)
    const [row] = await world.deps.db.select().from(commissions).where(eq(commissions.paymentId, 'pmt_act_2026-03-01'))
    expect(row).toMatchObject({ rateBps: null, working: '200.00 EUR × 10 % + 600.00 EUR × 20 % = 140.00 EUR' })
    const page = await (await world.ask(`/earnings/${row?.id}`, { as: partner.owner })).text()
    expect(page).toContain('200.00 EUR × 10 % + 600.00 EUR × 20 % = 140.00 EUR')
  })
})
