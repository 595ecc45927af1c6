import { and, eq } from 'drizzle-orm'
import { type Claim, claims, restoredCommissions } from '../../schema/claims.ts'
import type { Commission } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { changeCredit } from '../deals/store-credit.ts'
import type { Deps } from '../deps.ts'
import { assert, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { askStatements } from '../ledger/requests.ts'
import { owe } from '../notices/store.ts'
import { leaveOut, partnerNamedIn } from '../prospects/unnamed.ts'
import { followClaim } from './claim.ts'
import { moveAttribution } from './move.ts'
import { isAnswerOwed, whyNotAnswer } from './rules-claims.ts'
import { findAttribution } from './store.ts'
import { findCommission, findLiveProspect, getClaim, listToldOf } from './store-claims.ts'

export type Answer = {
  answer: 'accepted' | 'refused'
  /** The partner reads it. */
  reason: string
  /** Which prospect a claim is about that named none of ours. */
  prospectId?: string | undefined
  /** What finance is asked to add, for a claim about an amount. */
  amountMinor?: number | null
}

type Staff = { id: string; name: string; roles: readonly string[] }

/**
 * Somebody answers a claim, in writing. An accepted one is a decision in the attribution (or an adjustment that finance is asked for), in
 * the batch of the answer; a refused one frees what it held. Two people at once: one answer stands.
 *
 * @throws Refusal not_found, invalid, same_person, forbidden, wrong_state when it was answered already, conflict
 */
export async function answerClaim(deps: Deps, id: string, given: Answer, by: Staff): Promise<void> {
  const claim = await getClaim(deps.db, id)
  refuseAnswer(claim, by)
  const about = { prospectId: claim.prospectId ?? given.prospectId ?? null, domain: claim.domain, reader: claim.partnerId }
  const named = await partnerNamedIn(deps.db, about, given.reason)
  if (named) throw new Refusal('invalid', leaveOut(named))
  try {
    const followed = given.answer === 'refused' ? await refuse(deps, claim, given, by) : await accept(deps, claim, given, by)
    await followClaim(deps, followed)
  } catch (error) {
    const isOvertaken = error instanceof Refusal && error.code === 'conflict' && !isAnswerOwed(await getClaim(deps.db, id))
    throw isOvertaken ? answered() : error
  }
}

const answered = () => new Refusal('wrong_state', 'Somebody answered this claim already. Look at what they wrote.')

function refuseAnswer(claim: Claim, by: Staff): void {
  const why = whyNotAnswer(claim, by)
  if (!why) return
  if (!isAnswerOwed(claim)) throw answered()
  throw new Refusal(claim.status === 'appealed' && claim.decidedBy === by.id ? 'same_person' : 'forbidden', why)
}

async function refuse(deps: Deps, claim: Claim, given: Answer, by: Staff): Promise<Claim> {
  await readAgainIfRefused(async () => write(deps, claim, await answerStatements(deps, claim, given, by, null)))
  return claim
}

async function accept(deps: Deps, claim: Claim, given: Answer, by: Staff): Promise<Claim> {
  if (claim.kind === 'wrong_amount') return acceptAmount(deps, claim, given, by)
  const prospectId = claim.prospectId ?? given.prospectId
  if (!prospectId) throw new Refusal('invalid', 'Say which prospect of ours it is: give its id as it stands on its page.')
  if (!(await findLiveProspect(deps.db, prospectId)))
    throw new Refusal('invalid', 'There is no such prospect. Use the id as it stands on its page.')
  const found = { ...claim, prospectId }
  const inForce = await findAttribution(deps.db, prospectId)
  if (inForce?.partnerId === claim.partnerId) {
    await readAgainIfRefused(async () => write(deps, found, await answerStatements(deps, found, given, by, inForce.id)))
    return found
  }
  const before = await answerStatements(deps, found, given, by, null)
  await moveAttribution(deps, {
    prospectId,
    partnerId: claim.partnerId,
    touchId: null,
    reason: given.reason,
    actor: by.id,
    seen: inForce?.n ?? 0,
    alongside: (made) => [...before, nameOutcome(deps, found, made.id)],
  })
  return found
}

/** What was refused is given back as it was; what was counted too low, finance adjusts, and another person confirms. */
async function acceptAmount(deps: Deps, claim: Claim, given: Answer, by: Staff): Promise<Claim> {
  const { db, newId } = deps
  const commission = claim.commissionId ? await findCommission(db, claim.commissionId) : undefined
  assert(commission, 'a claim about an amount has its commission')
  const at = deps.now()
  const isRefused = commission.status === 'rejected' && commission.paymentId !== null
  if (!isRefused && !given.amountMinor) throw new Refusal('invalid', 'Say how much is missing: finance is asked to add it.')
  const request = newId('req')
  const outcome = isRefused ? commission.id : request
  await readAgainIfRefused(async () =>
    write(deps, claim, [
      ...(await answerStatements(deps, claim, given, by, outcome)),
      ...(isRefused ? restore(deps, claim, commission, at) : adjust(deps, claim, commission, given, by, request, at)),
    ]),
  )
  return claim
}

const restore = ({ db }: Deps, claim: Claim, commission: Commission, at: Date): Statement[] => [
  db.insert(restoredCommissions).values({ commissionId: commission.id, claimId: claim.id, restoredAt: at }),
  ...(claim.prospectId ? [changeCredit(db, claim.prospectId, `${claim.id}/restored`, 'system', at)] : []),
]

const adjust = ({ db }: Deps, claim: Claim, { currency }: Commission, given: Answer, by: Staff, id: string, at: Date): Statement[] => {
  const { partnerId, company } = claim
  const amountMinor = given.amountMinor ?? 0
  return askStatements(
    db,
    by,
    { id, kind: 'adjust', partnerId, currency, amountMinor, reason: `Claim about ${company}: ${given.reason}`.slice(0, 300) },
    at,
  )
}

/** Two answers at once: the second finds the claim answered, and its batch undone. */
async function write(deps: Deps, { id }: Claim, statements: readonly Statement[]): Promise<void> {
  try {
    await inOneBatch(deps.db, statements)
  } catch (error) {
    if (wasRefused(error) && !isAnswerOwed(await getClaim(deps.db, id))) throw answered()
    throw error
  }
}

async function answerStatements(deps: Deps, claim: Claim, given: Answer, by: Staff, outcome: string | null): Promise<Statement[]> {
  const { db } = deps
  const { id, status, partnerId, company } = claim
  const at = deps.now()
  const isAppeal = status === 'appealed'
  const said = isAppeal
    ? { appealDecidedBy: by.id, appealDecidedAt: at, appealReason: given.reason }
    : { decidedBy: by.id, decidedAt: at, reason: given.reason }
  const data = { claimId: id, company, answer: given.answer, reason: given.reason, mayAppeal: given.answer === 'refused' && !isAppeal }
  return [
    db
      .update(claims)
      .set({ status: given.answer, ...said, prospectId: claim.prospectId, ...(outcome && { outcome }) })
      .where(and(eq(claims.id, id), eq(claims.status, status))),
    ...changedExactly(db),
    ...(claim.prospectId && claim.kind !== 'wrong_amount'
      ? [changeCredit(db, claim.prospectId, `${id}/${isAppeal ? 'closed-again' : 'closed'}`, by.id, at)]
      : []),
    trail(db, {
      at,
      actor: by.id,
      act: `claim.${given.answer}`,
      subject: id,
      partnerId,
      detail: { isAppeal, reason: given.reason, ...(outcome && { outcome }) },
    }),
    ...(await listToldOf(db, claim)).map((person) =>
      owe(db, `ntc_claim_answer_${id}_${isAppeal ? 2 : 1}_${person.id}`, person.email, { template: 'claim_answered', data }, at),
    ),
  ]
}

/** A statement: which decision the claim led to. */
const nameOutcome = ({ db }: Deps, { id }: Claim, attributionId: string): Statement =>
  db.update(claims).set({ outcome: attributionId }).where(eq(claims.id, id))
