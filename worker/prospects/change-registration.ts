import { and, eq } from 'drizzle-orm'
import { type Registration, registrations } from '../../schema/registrations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { dueAfterBusinessDays } from '../business-days.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { listHolidays } from '../holidays.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { tellPartner } from './registration-notices.ts'
import { answerDays, isWaiting } from './rules-registration.ts'
import { getRegistrationOfPartner } from './store-registrations.ts'

type Doing = Pick<Deps, 'db' | 'now' | 'hints'>
type Member = { id: string; partnerId: string }

/**
 * The partner takes its registration back, or gives an accepted one's protection up; the credit stays as it is.
 *
 * @throws Refusal not_found, wrong_state
 */
export async function withdrawRegistration(deps: Doing, member: Member, id: string): Promise<void> {
  const at = deps.now()
  const registration = await getRegistrationOfPartner(deps.db, member.partnerId, id, at)
  const { status } = registration
  if (isWaiting(status)) return change(deps, member, registration, { status: 'withdrawn' }, at)
  if (status !== 'accepted') throw new Refusal('wrong_state', 'This registration is over, so there is nothing to take back.')
  const { id: noticeId, statement } = tellPartner(
    deps.db,
    registration,
    'ended',
    { template: 'registration_ended', data: { company: registration.company, because: 'given_up', registrationId: id } },
    at,
  )
  await change(deps, member, registration, { status: 'ended', endedAt: at, endedBecause: 'given_up' }, at, [statement])
  await hintNotices(deps, noticeId)
}

/**
 * The partner says what was overlooked, once: another person decides anew, on a clock of its own.
 *
 * @throws Refusal not_found, wrong_state
 */
export async function appealRegistration(deps: Doing, member: Member, id: string, appeal: string): Promise<void> {
  const at = deps.now()
  const registration = await getRegistrationOfPartner(deps.db, member.partnerId, id, at)
  if (registration.status !== 'refused') throw new Refusal('wrong_state', 'Only what we refused can be appealed.')
  if (registration.appealedAt) throw new Refusal('wrong_state', 'You appealed once already. The answer to it is final.')
  const dueAt = dueAfterBusinessDays(at, answerDays, await listHolidays(deps.db))
  const appealed = { status: 'appealed', appeal, appealedBy: member.id, appealedAt: at, dueAt, dueToldAt: null } as const
  await change(deps, member, registration, appealed, at)
}

async function change(
  { db }: Doing,
  member: Member,
  { id, version, status, partnerId }: Registration,
  changes: Partial<Registration> & Pick<Registration, 'status'>,
  at: Date,
  alongside: readonly Statement[] = [],
): Promise<void> {
  try {
    await inOneBatch(db, [
      db
        .update(registrations)
        .set({ ...changes, version: version + 1 })
        .where(and(eq(registrations.id, id), eq(registrations.version, version), eq(registrations.status, status))),
      ...changedExactly(db),
      trail(db, { at, actor: member.id, act: `registration.${changes.status}`, subject: id, partnerId }),
      ...alongside,
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'This registration changed at the same moment. Look at it again first.')
    throw error
  }
}
