import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import type { Rate } from '../../../schema/terms.ts'
import { moveAttribution } from '../../../worker/attribution/move.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import { haveGroup, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

const to = (prospectId: string, partnerId: string | null, actor = 'stf_ingrid') => ({
  prospectId,
  partnerId,
  touchId: null,
  reason: 'The introduction came first.',
  actor,
})

/** What stands for a partner, by payment's act or deal. */
async function standing(partnerId: string): Promise<number> {
  const [row] = await world.deps.db
    .select({ sum: sql<number>`coalesce(sum(${commissions.amountMinor}), 0)` })
    .from(commissions)
    .where(eq(commissions.partnerId, partnerId))
  return row?.sum ?? 0
}

describe('a move under terms that look at the year', () => {
  const tiered: Rate = { rateBps: 1000, duration: 'life', tierMode: 'marginal', tiers: { eur: [{ aboveMinor: 100_000, rateBps: 2000 }] } }

  it('lowers what the old partner’s later deals give, and raises the new one’s', async () => {
    const group = await haveGroup(world, { rates: { one_off: tiered } })
    const [from, other] = [await havePartner(world, { groupId: group.id }), await havePartner(world, { groupId: group.id })]
    const { id: actor } = await haveStaff(world, 'sales')
    const prospectOf = async (partnerId: string, day: string, paidMinor: number) => {
      const { id } = await haveProspect(world, partnerId)
      const wanted = { prospectId: id, name: day, kind: 'one_off', currency: 'eur', amountMinor: 1, source: null } as const
      const dealId = await openDeal(world.deps, wanted, `act_${day}_${partnerId}`, actor)
      const paidAt = new Date(`${day}T08:00:00Z`)
      await recordPayment(world.deps, dealId, { paidMinor, taxMinor: 0, currency: 'eur', paidAt, act: `act_p_${day}_${partnerId}` }, actor)
      return id
    }
    const moving = await prospectOf(from.id, '2026-02-01', 80_000)
    await prospectOf(from.id, '2026-03-01', 80_000)
    await prospectOf(other.id, '2026-03-02', 80_000)
    expect([await standing(from.id), await standing(other.id)]).toEqual([8_000 + 2_000 + 12_000, 8_000])

    await moveAttribution(world.deps, to(moving, other.id))

    expect([await standing(from.id), await standing(other.id)]).toEqual([8_000, 8_000 + 2_000 + 12_000])
  })
})
