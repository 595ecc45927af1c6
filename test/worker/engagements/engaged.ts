import { eq } from 'drizzle-orm'
import { customers, type Motion } from '../../../schema/customers.ts'
import { criteria, engagements } from '../../../schema/engagements.ts'
import { invitations, kickoffAsks } from '../../../schema/invitations.ts'
import { contacts } from '../../../schema/prospects.ts'
import { tellResult } from '../../../worker/engagements/criteria.ts'
import { addCriterion, closeEngagement, kickOff, planEngagement } from '../../../worker/engagements/engagement.ts'
import { askAtKickoff } from '../../../worker/engagements/kickoff-ask.ts'
import { listOffers } from '../../../worker/engagements/store.ts'
import { offerWarranty } from '../../../worker/engagements/warranty.ts'
import type { World } from '../../support/world.ts'
import { act } from '../agreements/have.ts'
import { haveContact, haveCustomer } from '../prospects/customer-fixtures.ts'

export const by = 'stf_sales'
export const today = '2026-11-02'

type Wanted = { prospectId?: string; motion?: Motion; criteria?: number; upTo?: 'planned' | 'kicked_off' | 'closed' }

/** A piece of work for a customer, with its criteria, brought as far as wanted. */
export async function haveEngagement(world: World, { motion, criteria: n = 1, upTo = 'kicked_off', ...wanted }: Wanted = {}) {
  const { deps } = world
  const prospectId = wanted.prospectId ?? (await haveCustomer(world, { company: 'Salthaven Foods' })).id
  if (motion) await deps.db.update(customers).set({ motion }).where(eq(customers.prospectId, prospectId))
  const id = await planEngagement(deps, { act: act(world), prospectId, name: 'Plan of the bakery', dealId: '', sponsorContact: '' }, by)
  const criterionIds: string[] = []
  for (let each = 0; each < n; each += 1) criterionIds.push(await addCriterion(deps, id, criterionOf(world, each), by))
  if (upTo !== 'planned') await kickOff(deps, id, { on: today, version: 1 }, by)
  if (upTo === 'closed') await closeEngagement(deps, id, { on: today, version: 2 }, by)
  return { id, prospectId, criterionIds }
}

export const criterionOf = (world: World, n = 0) => ({
  act: act(world),
  statement: `Fewer stops of line ${n + 1}`,
  measure: 'Stops a month, from the plant log',
  target: 'At most 2',
  dueOn: '2026-12-01',
})

export const met = { outcome: 'met' as const, result: 'One stop in October', acceptedBy: 'Bea Lund', decidedOn: today }

export async function meetAll(world: World, { id, criterionIds }: { id: string; criterionIds: readonly string[] }): Promise<void> {
  for (const criterion of criterionIds) await tellResult(world.deps, id, criterion, met, by)
}

/** Somebody of the customer was asked, and answered. */
export async function haveAsked(
  world: World,
  { id, prospectId }: { id: string; prospectId: string },
  answer: 'yes' | 'maybe' | 'no' = 'yes',
) {
  const contactId = await haveContact(world, prospectId, `Bea ${answer}`)
  await askAtKickoff(world.deps, id, { act: act(world), contactId, answer, askedOn: today }, by)
  return contactId
}

export async function haveOffer(world: World, engagementId: string): Promise<string> {
  await offerWarranty(world.deps, engagementId, { act: act(world), covers: 'Every stop within four hours', offeredOn: today }, by)
  const offers = await listOffers(world.deps.db, engagementId)
  return offers.find(({ status }) => status === 'offered')?.id ?? ''
}

export const engagementOf = async (world: World, id: string) =>
  (await world.deps.db.select().from(engagements).where(eq(engagements.id, id)))[0]
export const criterionRow = async (world: World, id: string) => (await world.deps.db.select().from(criteria).where(eq(criteria.id, id)))[0]

/** Who has a drafted invitation. */
export const invited = async (world: World): Promise<string[]> =>
  (await world.deps.db.select().from(kickoffAsks))
    .filter(({ invitedAt }) => invitedAt)
    .map(({ answer }) => answer)
    .toSorted()

/** Somebody said yes, and everything came true. */
export async function haveInvitation(world: World, email: string | null = 'bea@salthaven.example') {
  const { db } = world.deps
  const work = await haveEngagement(world)
  const contactId = await haveAsked(world, work)
  await db.update(contacts).set({ email }).where(eq(contacts.id, contactId))
  await meetAll(world, work)
  const [row] = await db.select().from(invitations).where(eq(invitations.contactId, contactId))
  return { ...work, contactId, askId: row?.askId ?? '' }
}

export const haveDraftedInvitation = async (world: World): Promise<string> => (await haveInvitation(world)).askId
