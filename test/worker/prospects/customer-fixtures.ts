import { contacts } from '../../../schema/prospects.ts'
import type { DealKind } from '../../../schema/terms.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import { customerStatement, lapse } from '../../../worker/prospects/customers.ts'
import { offerRestitution, openGrievance, settleGrievance } from '../../../worker/prospects/grievances.ts'
import { handOff } from '../../../worker/prospects/people.ts'
import { listGrievances } from '../../../worker/prospects/store-customers.ts'
import { listHandoffs } from '../../../worker/prospects/store-people.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'

/** A customer made by hand, and somebody of sales. */
export async function haveCustomer(world: World, overrides: { company?: string; prospectId?: string } = {}) {
  const { db, now } = world.deps
  const id = overrides.prospectId ?? (await haveProspect(world, null, overrides.company ? { company: overrides.company } : {})).id
  await db.batch([customerStatement(db, id, now(), 'stf_seed', now()) as never]) // a batch of one statement
  return { id }
}

export async function haveContact(world: World, prospectId: string, name = 'Bea Lund') {
  const { db, now, newId } = world.deps
  const id = newId('con')
  await db.insert(contacts).values({ id, prospectId, name, namedBy: 'staff', createdAt: now() })
  return id
}

/** A grievance, open or with an offer that waits for its answer. */
export async function haveGrievance(world: World, prospectId: string, status: 'open' | 'offered' = 'open') {
  const { deps } = world
  const { id: owner } = await haveStaff(world, 'sales')
  const act = deps.newId('act')
  await openGrievance(deps, owner, prospectId, { act, about: 'The plan came late.', cause: 'We took on too much.', owner })
  const [grievance] = await listGrievances(deps.db, prospectId)
  const id = grievance?.id ?? ''
  const offered = { restitution_kind: 'free_hours' as const, restitution: 'Ten free hours.', offered_on: '2026-11-02' }
  if (status === 'offered') await offerRestitution(deps, owner, prospectId, id, offered)
  return { id, owner }
}

export async function haveHandoff(world: World, prospectId: string) {
  const { deps } = world
  const { id: to } = await haveStaff(world, 'sales')
  await handOff(deps, to, prospectId, { act: deps.newId('act'), to, what: 'Ring them.', due_on: '2026-11-09' })
  const [handoff] = await listHandoffs(deps.db, prospectId)
  return handoff?.id ?? ''
}

/** A customer that lapsed and has bought again since, its grievance settled; its version is 2. */
export async function haveLapsedThatBought(world: World) {
  const { deps } = world
  const { id } = await haveCustomer(world)
  const { id: sales } = await haveStaff(world, 'sales')
  const grievance = await haveGrievance(world, id, 'offered')
  await settleGrievance(deps, sales, id, grievance.id, { outcome: 'settled', settled_on: '2026-11-02' })
  await lapse(deps, sales, id, { lapse_reason: 'It did not renew.', version: 1 })
  await haveWonDealOf(world, id)
  return { id }
}

/** A deal that sales opened and won. */
export async function haveWonDealOf(world: World, prospectId: string, details?: Details, kind: DealKind = 'one_off'): Promise<string> {
  const { deps } = world
  const { id: sales } = await haveStaff(world, 'sales')
  const wanted = { prospectId, name: 'Plan', kind, currency: 'eur' as const, amountMinor: 90_000, source: null }
  const dealId = await openDeal(deps, { ...wanted, ...(details && { details }) }, deps.newId('act'), sales)
  await closeDeal(deps, dealId, 'won', null, sales)
  return dealId
}

/** One record of each, for the test that asks every route for what is not there. */
export async function haveCustomerRecords(world: World, prospectId: string): Promise<Record<string, string>> {
  const { id } = await haveCustomer(world)
  return { customers: id, ':grievance': (await haveGrievance(world, id)).id, ':handoff': await haveHandoff(world, prospectId) }
}
