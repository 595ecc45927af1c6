import { hoursSpent } from '../../schema/reports.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { refuseFuture } from './rules-ladder.ts'
import type { HoursForm } from './shapes-people.ts'
import { getProspect } from './store.ts'
import { isContactOf } from './store-people.ts'

/**
 * Time that one of ours spent with somebody of a prospect; reports add it up by what that person has to say (ROL4). The same form again is the
 * same hours.
 *
 * @throws Refusal not_found for somebody of another prospect, invalid for a day to come
 */
export async function spendHours({ db, now, newId }: Deps, staffId: string, prospectId: string, form: HoursForm): Promise<void> {
  await getProspect(db, prospectId)
  const { act, time_with: contactId, spent_on: spentOn, hours: minutes, spent_day: happenedOn } = form
  if (await findAct(db, act)) return
  if (!(await isContactOf(db, prospectId, contactId))) throw notFound()
  const at = now()
  refuseFuture(happenedOn, dayOf(at))
  const id = newId('hrs')
  try {
    await inOneBatch(db, [
      actOnce(db, act, id, at),
      db.insert(hoursSpent).values({ id, prospectId, contactId, spentOn, minutes, happenedOn, recordedBy: staffId, recordedAt: at }),
      trail(db, { at, actor: staffId, act: 'contact.hours_spent', subject: prospectId, detail: { contact: contactId, minutes, spentOn } }),
    ])
  } catch (error) {
    if (!wasRefused(error) || !(await findAct(db, act))) throw error
  }
}
