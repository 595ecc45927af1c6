import { and, eq } from 'drizzle-orm'
import { type Registration, type RegistrationDecision, registrationDecisions, registrations } from '../../schema/registrations.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { tellPartner } from './registration-notices.ts'
import type { RegistrationRefusal } from './registration-shapes.ts'
import { isWaiting } from './rules-registration.ts'
import { findParts, getRegistration, type RegistrationParts } from './store-registrations.ts'
import { leaveOut, partnerNamedIn } from './unnamed.ts'

/** Why a form that was well typed is not done: one sentence at one field. */
export type NotDone = { ok: false; field: string; problem: string }
export type Decided = { ok: true } | NotDone

/** What somebody of sales is about to decide. */
export type ToDecide = { registration: Registration; parts: RegistrationParts }

/**
 * Reads what waits for an answer of this person.
 *
 * @throws Refusal not_found, stale when it was changed since it was read, wrong_state, same_person for the appeal of one's own refusal
 */
export async function readToDecide({ db, now }: Pick<Deps, 'db' | 'now'>, byId: string, id: string, version: number): Promise<ToDecide> {
  const registration = await getRegistration(db, id, now())
  const parts = await findParts(db, id)
  if (!isWaiting(registration.status)) throw new Refusal('wrong_state', 'This registration was answered already. Look at what was decided.')
  if (registration.version !== version) throw new Refusal('stale', 'This registration changed since you opened it. Look at it again first.')
  if (parts.decisions.some(({ decidedBy }) => decidedBy === byId)) {
    throw new Refusal('same_person', 'You refused it yourself, so another person of sales decides the appeal.')
  }
  return { registration, parts }
}

/** Statements that write the answer down and move the registration; of two answers at once one stands, whoever gives it. */
export function answerStatements(
  { db }: Pick<Deps, 'db'>,
  { registration, parts }: ToDecide,
  decision: Omit<RegistrationDecision, 'registrationId' | 'n'>,
  changes: Partial<Registration>,
): Statement[] {
  const { id, status, version, partnerId } = registration
  const n = parts.decisions.length + 1
  return [
    db.insert(registrationDecisions).values({ ...decision, registrationId: id, n }),
    db
      .update(registrations)
      .set({ ...changes, status: decision.outcome, version: version + 1 })
      .where(and(eq(registrations.id, id), eq(registrations.version, version), eq(registrations.status, status))),
    ...changedExactly(db),
    trail(db, {
      at: decision.decidedAt,
      actor: decision.decidedBy,
      act: `registration.${decision.outcome}`,
      subject: id,
      partnerId,
      detail: { answer: n, reason: decision.reason, takeover: decision.takeover !== null },
    }),
  ]
}

/**
 * Sales says no, with a reason from the list and words that the partner reads. The partner may appeal once.
 *
 * @throws Refusal as `readToDecide`
 */
export async function refuseRegistration(
  deps: Deps,
  by: { id: string },
  id: string,
  { version, reason, words }: RegistrationRefusal,
): Promise<Decided> {
  return readAgainIfRefused(async () => {
    const toDecide = await readToDecide(deps, by.id, id, version)
    const problem = await namingProblem(deps.db, toDecide, words)
    if (problem) return problem
    const at = deps.now()
    const decision = { outcome: 'refused', reason, words, takeover: null, decidedBy: by.id, decidedAt: at } as const
    const occasion = `answer/${toDecide.parts.decisions.length + 1}`
    const told = tellPartner(deps.db, toDecide.registration, occasion, answerNotice(toDecide, decision, null), at)
    await inOneBatch(deps.db, [...answerStatements(deps, toDecide, decision, {}), told.statement])
    await hintNotices(deps, told.id)
    return { ok: true }
  })
}

/** The partner reads these words, and who loses the credit those of a takeover: whoever else asked for or touched the company stays unnamed. */
export async function namingProblem(
  db: Db,
  { registration: { domain, prospectId, partnerId } }: Pick<ToDecide, 'registration'>,
  words: string,
  field: 'words' | 'takeover' | 'reason' = 'words',
): Promise<NotDone | undefined> {
  const about = { domain, prospectId, reader: field === 'takeover' ? null : partnerId, alsoAbout: partnerId }
  const named = await partnerNamedIn(db, about, words)
  return named ? { ok: false, field, problem: leaveOut(named) } : undefined
}

/** What the partner is told of the answer. */
export const answerNotice = (
  { registration, parts }: ToDecide,
  { outcome, reason, words }: Pick<RegistrationDecision, 'outcome' | 'reason' | 'words'>,
  protectedUntil: Date | null,
): Notice => ({
  template: 'registration_decided',
  data: {
    company: registration.company,
    outcome,
    isAppeal: parts.decisions.length > 0,
    reason,
    words,
    protectedUntil: protectedUntil?.toISOString() ?? null,
    registrationId: registration.id,
  },
})
