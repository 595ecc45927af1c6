import type { DealKind } from '../../../schema/terms.ts'
import { approveChange, askForChange } from '../../../worker/deals/change-request.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { acceptMeasurement, measure } from '../../../worker/deals/measurements.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import { haveProspect } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { measuring } from './fixtures.ts'

const by = 'stf_sales'
const act = (world: World) => world.deps.newId('act')

/** A won deal of a kind, in euros. */
export async function haveDealOf(world: World, kind: DealKind, details: Details, of?: { prospectId: string }): Promise<string> {
  const prospectId = of?.prospectId ?? (await haveProspect(world, null)).id
  const wanted = {
    prospectId,
    name: 'Planning for two plants',
    kind,
    currency: 'eur' as const,
    amountMinor: 100_000,
    source: null,
    details,
  }
  const dealId = await openDeal(world.deps, wanted, act(world), by)
  await closeDeal(world.deps, dealId, 'won', null, by)
  return dealId
}

export const haveHourPool = (world: World) => haveDealOf(world, 'hour_pool', { boughtMinutes: 600 })

/** A deal paid by results, and a period of it that nobody, we or both sides accepted. */
export async function haveMeasured(world: World, accepted: 'none' | 'us' | 'both' = 'none', of?: { prospectId: string }) {
  const dealId = await haveDealOf(world, 'performance', measuring, of)
  const period = { startsOn: '2026-09-01', endsOn: '2026-09-30', value: '38 hours', amountMinor: 570_000 }
  const id = await measure(world.deps, dealId, period, act(world), by)
  if (accepted !== 'none') await acceptMeasurement(world.deps, dealId, id, { side: 'us', by })
  if (accepted === 'both') await acceptMeasurement(world.deps, dealId, id, { side: 'them', name: 'Ida Holm', via: 'rel_1' })
  return { dealId, id }
}

export async function haveChange(world: World, isApproved = false) {
  const dealId = await haveDealOf(world, 'flat_fee', { scope: 'All ovens' })
  const id = await askForChange(world.deps, dealId, { text: 'Two more ovens', amountMinor: 50_000 }, act(world), by)
  if (isApproved) await approveChange(world.deps, dealId, id, { approvedBy: 'Ida Holm', approvedOn: '2026-11-01' }, by)
  return { dealId, id }
}

export const havePayment = (world: World, dealId: string, paidMinor: number) =>
  recordPayment(world.deps, dealId, { paidMinor, taxMinor: 0, currency: 'eur', paidAt: world.now(), act: act(world) }, by)
