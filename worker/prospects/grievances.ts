import { and, eq, sql } from 'drizzle-orm'
import { type Grievance, grievances } from '../../schema/customers.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { draftInvitations, invitationNotice } from '../engagements/kickoff-ask.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import type { NewGrievance, OfferForm, SettlementForm } from './shapes-customers.ts'
import { getCustomer, getGrievance } from './store-customers.ts'
import { listSales } from './store-people.ts'

/** Writes down what went wrong for a customer, and who sees it through. @throws Refusal not_found, invalid */
export async function openGrievance({ db, now, newId }: Deps, staffId: string, prospectId: string, form: NewGrievance): Promise<void> {
  await getCustomer(db, prospectId)
  if (await findAct(db, form.act)) return
  if (!(await listSales(db)).some(({ id }) => id === form.owner))
    throw new Refusal('invalid', 'Choose somebody of sales who still works here.')
  const at = now()
  const id = newId('grv')
  const { about, cause, owner } = form
  try {
    await inOneBatch(db, [
      actOnce(db, form.act, id, at),
      db.insert(grievances).values({ id, prospectId, about, cause, owner, status: 'open', openedBy: staffId, openedAt: at, version: 1 }),
      trail(db, { at, actor: staffId, act: 'grievance.opened', subject: prospectId, detail: { grievance: id, owner } }),
    ])
  } catch (error) {
    if (!wasRefused(error) || !(await findAct(db, form.act))) throw error
  }
}

/** Offers to make it good, never by a payout (GRV2). @throws Refusal not_found, invalid, wrong_state, stale */
export async function offerRestitution({ db, now }: Deps, staffId: string, prospectId: string, id: string, form: OfferForm): Promise<void> {
  const before = await getGrievance(db, prospectId, id)
  if (before.status !== 'open' && before.status !== 'refused')
    throw new Refusal('wrong_state', 'Something is offered already. Say first whether the customer accepted it.')
  refuseDay(form.offered_on, dayOf(before.openedAt), dayOf(now()))
  const { restitution_kind: restitutionKind, restitution, offered_on: offeredOn } = form
  const offered = { status: 'offered', restitutionKind, restitution, offeredOn } as const
  await move({ db, now }, before, offered, staffId, 'grievance.offered')
}

/**
 * The customer accepted or refused what was offered; with the last one settled, invitations that waited for it are drafted (ASK1).
 *
 * @throws Refusal not_found, invalid, no_restitution, wrong_state, stale
 */
export async function settleGrievance(
  { db, now, hints }: Deps,
  staffId: string,
  prospectId: string,
  id: string,
  form: SettlementForm,
): Promise<void> {
  const before = await getGrievance(db, prospectId, id)
  if (before.status === 'open')
    throw new Refusal('no_restitution', 'Nothing is offered yet. Offer first how it is made good; then the customer can accept it.')
  if (before.status !== 'offered') throw new Refusal('wrong_state', 'That is settled or refused already. Look at the page again.')
  refuseDay(form.settled_on, before.offeredOn ?? '', dayOf(now()))
  const settled = { status: form.outcome, settledOn: form.outcome === 'settled' ? form.settled_on : null }
  await move({ db, now }, before, settled, staffId, `grievance.${form.outcome}`, draftInvitations(db, { prospectId }, now()))
  await hintNotices({ db, hints }, invitationNotice)
}

function refuseDay(day: string, from: string, until: string): void {
  if (day > until) throw new Refusal('invalid', 'That day lies in the future.')
  if (day < from) throw new Refusal('invalid', 'That day lies before what it answers.')
}

async function move(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  before: Grievance,
  set: Partial<Grievance>,
  actor: string,
  act: string,
  alongside: readonly Statement[] = [],
): Promise<void> {
  const { id, prospectId, version } = before
  try {
    await inOneBatch(db, [
      db
        .update(grievances)
        .set({ ...set, version: version + 1 })
        .where(and(eq(grievances.id, id), sql`${grievances.version} = cast(${version} as integer)`)),
      ...changedExactly(db),
      trail(db, { at: now(), actor, act, subject: prospectId, detail: { grievance: id } }),
      ...alongside,
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('stale', 'Somebody changed this grievance meanwhile. Look at the page again first.')
  }
}
