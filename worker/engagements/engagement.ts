import { and, eq, sql } from 'drizzle-orm'
import { criteria, type Engagement, engagements } from '../../schema/engagements.ts'
import { getCustomerName, makeOnce } from '../agreements/agreement.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import { outreachEnds, outreachRestarts } from '../agreements/outreach.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { getDeal } from '../deals/store.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { isContactOf } from '../prospects/store-people.ts'
import { isCustomer } from '../references/store-pool.ts'
import { criteriaAtMost, lacksOffer, refuseDayOutside } from './rules.ts'
import type { ChangedEngagement, NewCriterion, NewEngagement } from './shapes.ts'
import { getEngagement, listCriteria, listOffers } from './store.ts'

type Working = Pick<Deps, 'db' | 'now' | 'newId'>

/**
 * Plans one piece of work for a customer; it begins with its kickoff.
 *
 * @returns the engagement's id
 * @throws Refusal not_found, no_customer, invalid for another customer's deal or person
 */
export async function planEngagement(deps: Working, { act, ...wanted }: NewEngagement, by: string): Promise<string> {
  const { db } = deps
  const { prospectId } = wanted
  await getCustomerName(db, prospectId)
  if (!(await isCustomer(db, prospectId)))
    throw new Refusal('no_customer', 'This is not a customer yet. Win a deal, or make it a customer first.')
  const work = await workOf(db, prospectId, wanted)
  return makeOnce(
    deps,
    act,
    'eng',
    (id, at) => [
      db.insert(engagements).values({ id, prospectId, ...work, status: 'planned', createdBy: by, createdAt: at, version: 1 }),
      trail(db, { at, actor: by, act: 'engagement.planned', subject: id, detail: { customer: prospectId, ...work } }),
    ],
    'The engagement could not be planned. Please look at the customer’s page.',
  )
}

type Work = Pick<Engagement, 'name' | 'dealId' | 'sponsorContact'>

/** What it is about: the customer's own deal and person, or none. @throws Refusal invalid */
async function workOf(
  db: Db,
  prospectId: string,
  { name, dealId, sponsorContact }: Pick<NewEngagement, 'name' | 'dealId' | 'sponsorContact'>,
): Promise<Work> {
  if (dealId && (await getDeal(db, dealId).catch(() => undefined))?.prospectId !== prospectId)
    throw new Refusal('invalid', 'Choose one of this customer’s own deals.')
  if (sponsorContact && !(await isContactOf(db, prospectId, sponsorContact)))
    throw new Refusal('invalid', 'Choose one of this customer’s own people.')
  return { name, dealId: dealId || null, sponsorContact: sponsorContact || null }
}

/** Its name, deal and who at the customer stands behind it. @throws Refusal not_found, invalid, wrong_state, stale */
export async function changeEngagement(deps: Working, id: string, { version, ...wanted }: ChangedEngagement, by: string): Promise<void> {
  const { db } = deps
  const before = await getEngagement(db, id)
  if (before.status === 'closed') throw new Refusal('wrong_state', 'This engagement is closed: what it was about stays as it is.')
  const work = await workOf(db, before.prospectId, wanted)
  await move(deps, before, version, work, [], by, 'engagement.changed')
}

/** What both sides will call a success. @throws Refusal not_found, wrong_state */
export async function addCriterion(deps: Working, engagementId: string, { act, ...wanted }: NewCriterion, by: string): Promise<string> {
  const { db } = deps
  const { status } = await getEngagement(db, engagementId)
  if (status === 'closed') throw new Refusal('wrong_state', 'This engagement is closed: nothing can be added to what was agreed.')
  if ((await listCriteria(db, engagementId)).length >= criteriaAtMost)
    throw new Refusal('wrong_state', `It has ${criteriaAtMost} criteria already, more than anybody keeps in mind.`)
  return makeOnce(
    deps,
    act,
    'cri',
    (id, at) => [
      db.insert(criteria).values({ id, engagementId, ...wanted, status: 'open', createdBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'criterion.agreed', subject: engagementId, detail: { criterion: id, dueOn: wanted.dueOn } }),
    ],
    moved,
  )
}

type Step = { on: string; version: number }

/**
 * The work begins. ENG1: not before somebody said how success is told. MOT1: a project is offered the warranty first.
 *
 * @throws Refusal not_found, invalid, wrong_state, no_criteria, offer_missing, stale
 */
export async function kickOff(deps: Working, id: string, { on, version }: Step, by: string): Promise<void> {
  const { db, now } = deps
  const before = await getEngagement(db, id)
  if (before.status !== 'planned') throw new Refusal('wrong_state', 'It has begun already.')
  refuseDayOutside(on, null, dayOf(now()), 'The kickoff')
  if ((await listCriteria(db, id)).length === 0)
    throw new Refusal('no_criteria', 'Agree first on at least one criterion: how will both sides know that it was a success?')
  if (lacksOffer(before.motion, 'kickoff', await listOffers(db, id)))
    throw new Refusal('offer_missing', 'It came for a project: offer it the warranty before the start. It may well decline.')
  const restarts = outreachRestarts(db, before.prospectId, by, now())
  await move(deps, before, version, { status: 'kicked_off', kickoffOn: on }, restarts, by, 'engagement.kicked_off')
}

/**
 * The work is over; what was not told yet may still be met or missed. With the last work of a regular customer its programme mail ends (CAT6).
 *
 * @throws Refusal not_found, invalid, wrong_state, offer_missing (MOT1), stale
 */
export async function closeEngagement(deps: Working, id: string, { on, version }: Step, by: string): Promise<void> {
  const { db, now } = deps
  const before = await getEngagement(db, id)
  if (before.status !== 'kicked_off')
    throw new Refusal('wrong_state', before.status === 'closed' ? 'It is closed already.' : 'It has not begun. Record its kickoff first.')
  refuseDayOutside(on, before.kickoffOn, dayOf(now()), 'Its end')
  if (lacksOffer(before.motion, 'close', await listOffers(db, id)))
    throw new Refusal('offer_missing', 'It came for a project: offer it the warranty now, at the end. It may well decline.')
  const ends = outreachEnds(db, before.prospectId, by, now())
  await move(deps, before, version, { status: 'closed', closedOn: on }, ends, by, 'engagement.closed')
}

async function move(
  { db, now }: Working,
  before: Engagement,
  version: number,
  set: Partial<Engagement>,
  alongside: readonly Statement[],
  by: string,
  act: string,
): Promise<void> {
  if (version !== before.version)
    throw new Refusal('stale', 'Somebody changed this engagement since you opened the page. Please look at what stands now.')
  await together(
    db,
    [
      db
        .update(engagements)
        .set({ ...set, version: version + 1 })
        .where(and(eq(engagements.id, before.id), sql`${engagements.version} = cast(${version} as integer)`)),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act, subject: before.id, detail: { ...set } }),
      ...alongside,
    ],
    moved,
  )
}
