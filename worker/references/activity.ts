import { and, eq, isNull } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { type Activity, activities, perks } from '../../schema/requests.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { matchCustomers } from './match.ts'
import { deliveries } from './outcome.ts'
import { obligationFor } from './propose.ts'
import { capGroupOf, dayMs, firstDayFrom, isWithinCaps, nextFreeAt } from './rules-caps.ts'
import { mayReceive } from './rules-perks.ts'
import type { NewActivity, NewPerk } from './shapes.ts'
import { findActivity, findPerk, giftPolicyOf } from './store-perks.ts'

/**
 * Plans something public with a customer: a talk, a case study, a release. It takes its place under the caps from this moment on.
 *
 * @returns its id; the same form again is the same activity
 * @throws Refusal not_found, not_matchable, cap_reached, more_than_owed, agreement_ended
 */
export async function planActivity(deps: Deps, staffId: string, customerId: string, form: NewActivity): Promise<string> {
  const { db, now, newId } = deps
  const done = await findAct(db, form.act)
  if (done) return done
  const at = now()
  const on = new Date(`${form.on}T12:00:00Z`)
  if (Math.abs(on.getTime() - at.getTime()) > 730 * dayMs) throw new Refusal('invalid', 'Give a day within two years.')
  const { candidates } = await matchCustomers(db, { activity: 'prospect_call', side: null }, {}, { at, customerId })
  const [candidate] = candidates
  if (!candidate) throw notFound()
  if (candidate.referencePolicy === 'forbidden' || candidate.referencePolicy === 'private_only') {
    throw new Refusal('not_matchable', `${candidate.company} allows nothing public. Ask it for its permission first.`)
  }
  const asked = { customerId, contactId: null, capGroup: capGroupOf[form.kind] }
  const full = () => capReached(nextFreeAt(candidate.caps, candidate.places, asked, at.getTime()), candidate.company)
  if (!isWithinCaps(candidate.caps, candidate.places, asked, on.getTime(), on.getTime())) throw full()
  const obligationId = form.as === 'owed' ? await obligationFor(deps, customerId, form.kind) : null
  const id = newId('atv')
  try {
    await inOneBatch(db, [
      actOnce(db, form.act, id, at),
      db.insert(activities).values({
        id,
        customerId,
        kind: form.kind,
        capGroup: asked.capGroup,
        obligationId,
        title: form.title,
        status: 'planned',
        counts: true,
        fromAt: on,
        untilAt: on,
        plannedBy: staffId,
        plannedAt: at,
      }),
      trail(db, { at, actor: staffId, act: 'activity.planned', subject: id, detail: { customerId, kind: form.kind, obligationId } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    const earlier = await findAct(db, form.act)
    if (earlier) return earlier
    throw full()
  }
  return id
}

const capReached = (free: number | undefined, company: string): Refusal =>
  new Refusal(
    'cap_reached',
    free === undefined
      ? `${company} is not to be asked for this at all.`
      : `${company} was asked as often as agreed. It is free again from ${firstDayFrom(free)}.`,
  )

/**
 * What was planned took place, and fills what it was planned for (OBL2), or it was called off and its place is free again.
 *
 * @throws Refusal not_found, wrong_state
 */
export async function closeActivity(
  deps: Deps,
  staffId: string,
  activityId: string,
  { happened, minutes }: { happened: 'held' | 'cancelled'; minutes: number | null },
): Promise<void> {
  const { db, now } = deps
  const at = now()
  const activity = await findActivity(db, activityId)
  if (!activity) throw notFound()
  if (activity.requestId) throw new Refusal('wrong_state', 'This one belongs to a request. Say there what came of it.')
  if (happened === 'held' && activity.fromAt.getTime() - dayMs > at.getTime()) {
    throw new Refusal('wrong_state', 'Its day has not come yet.')
  }
  const filled = happened === 'held' ? await deliveries(deps, activity, staffId, at) : { before: [], after: [] }
  const set: Partial<Activity> = happened === 'held' ? { status: 'held', heldAt: at, minutes } : { status: 'cancelled', counts: false }
  try {
    await inOneBatch(db, [
      ...filled.before,
      db
        .update(activities)
        .set(set)
        .where(and(eq(activities.id, activityId), eq(activities.status, 'planned'))),
      ...changedExactly(db, 1),
      ...filled.after,
      trail(db, { at, actor: staffId, act: `activity.${happened}`, subject: activityId, detail: { customerId: activity.customerId } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('wrong_state', 'It was held or called off already. Open the page again.')
  }
}

/** One more line of an activity's checklist. @throws Refusal not_found */
export async function addPerk({ db, now, newId }: Deps, activityId: string, perk: NewPerk): Promise<void> {
  if (!(await findActivity(db, activityId))) throw notFound()
  const row = { id: newId('prk'), activityId, ...perk, createdAt: now() }
  await db.insert(perks).values(row).onConflictDoNothing()
}

type Delivery = { on: string; costMinor: number | null; currency: Currency | null }

/**
 * A perk was delivered: a cost that is written down and nothing else (PER2). A gift waits until the customer's gift policy allows it (PER1).
 *
 * @throws Refusal not_found, gift_not_allowed, already_done, invalid for a day to come
 */
export async function deliverPerk({ db, now }: Deps, staffId: string, perkId: string, delivery: Delivery): Promise<void> {
  const at = now()
  const perk = await findPerk(db, perkId)
  if (!perk) throw notFound()
  if (delivery.on > dayOf(at)) throw new Refusal('invalid', 'That day has not come yet. Give the day it was delivered.')
  if (!mayReceive(perk, await giftPolicyOf(db, perk.customerId))) {
    throw new Refusal(
      'gift_not_allowed',
      'Ask the customer for its gift policy first, and write it down: nothing is given before, or against it.',
    )
  }
  const { on: deliveredOn, ...cost } = delivery
  try {
    await inOneBatch(db, [
      db
        .update(perks)
        .set({ deliveredOn, deliveredBy: staffId, ...cost })
        .where(and(eq(perks.id, perkId), isNull(perks.deliveredOn))),
      ...changedExactly(db, 1),
      trail(db, { at, actor: staffId, act: 'perk.delivered', subject: perkId, detail: { activityId: perk.activityId, ...delivery } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('already_done', 'This was delivered already.')
  }
}
