import { and, eq } from 'drizzle-orm'
import { registrationExtensions, registrations } from '../../schema/registrations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { dueAfterBusinessDays } from '../business-days.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { listHolidays } from '../holidays.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { type Decided, namingProblem } from './decide-registration.ts'
import { tellPartner, tellSales } from './registration-notices.ts'
import type { ExtensionAnswer } from './registration-shapes.ts'
import { answerDays } from './rules-registration.ts'
import { findParts, getRegistration, getRegistrationOfPartner } from './store-registrations.ts'

type Doing = Pick<Deps, 'db' | 'now' | 'hints'>

/**
 * The partner says how far it came and asks for longer protection, once. Until a person answers the protection does not end.
 *
 * @throws Refusal not_found, wrong_state, already_done
 */
export async function askExtension(deps: Doing, member: { id: string; partnerId: string }, id: string, progress: string): Promise<void> {
  const { db } = deps
  const at = deps.now()
  const registration = await getRegistrationOfPartner(db, member.partnerId, id, at)
  if (registration.status !== 'accepted') throw new Refusal('wrong_state', 'Only a protection that runs can be extended.')
  const dueAt = dueAfterBusinessDays(at, answerDays, await listHolidays(db))
  const data = { company: registration.company, partner: '', what: 'extension', dueAt: dueAt.toISOString(), registrationId: id } as const
  const told = tellSales(db, registration, 'extension-asked', { template: 'registration_due', data }, at)
  try {
    await inOneBatch(db, [
      db.insert(registrationExtensions).values({ registrationId: id, progress, askedBy: member.id, askedAt: at, dueAt, status: 'open' }),
      trail(db, { at, actor: member.id, act: 'registration.extension_asked', subject: id, partnerId: member.partnerId }),
      told.statement,
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('already_done', 'You asked for an extension of this one already, and it is given once.')
    throw error
  }
  await hintNotices(deps, told.id)
}

/**
 * Sales extends the protection by days, or does not; either way with a reason that the partner reads.
 *
 * @throws Refusal not_found, wrong_state when nobody asks, or somebody answered meanwhile
 */
export async function answerExtension(deps: Doing, by: { id: string }, id: string, answer: ExtensionAnswer): Promise<Decided> {
  const { db } = deps
  const at = deps.now()
  const registration = await getRegistration(db, id, at)
  const { extension } = await findParts(db, id)
  const { protectedUntil, status, partnerId, company, version } = registration
  if (extension?.status !== 'open' || status !== 'accepted' || !protectedUntil) {
    throw new Refusal('wrong_state', 'No extension of this registration waits for an answer.')
  }
  const { outcome, reason } = answer
  const problem = await namingProblem(db, { registration }, reason, 'reason')
  if (problem) return problem
  // From the old end on, or from now where that has passed while it waited.
  const from = Math.max(protectedUntil.getTime(), at.getTime())
  const untilAt = answer.outcome === 'granted' ? new Date(from + answer.days * 86_400_000) : null
  const data = { company, outcome, reason, protectedUntil: (untilAt ?? protectedUntil).toISOString(), registrationId: id }
  const told = tellPartner(db, registration, 'extension', { template: 'registration_extended', data }, at)
  try {
    await inOneBatch(db, [
      db
        .update(registrationExtensions)
        .set({ status: outcome, untilAt, reason, decidedBy: by.id, decidedAt: at })
        .where(and(eq(registrationExtensions.registrationId, id), eq(registrationExtensions.status, 'open'))),
      ...changedExactly(db),
      db
        .update(registrations)
        .set({ version: version + 1, ...(untilAt && { protectedUntil: untilAt, expiringToldAt: null }) })
        .where(and(eq(registrations.id, id), eq(registrations.version, version))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: `registration.extension_${outcome}`, subject: id, partnerId, detail: { reason } }),
      told.statement,
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('wrong_state', 'Somebody answered this at the same moment. Look at it again first.')
    throw error
  }
  await hintNotices(deps, told.id)
  return { ok: true }
}
