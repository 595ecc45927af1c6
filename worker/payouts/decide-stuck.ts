import { and, eq, sql } from 'drizzle-orm'
import { type PayoutDecision, payoutDecisions } from '../../schema/decisions.ts'
import { type Payout, payouts } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { forLog } from '../log.ts'
import type { FoundTransfer } from '../stripe/port.ts'
import { adjustToTransfer } from './adjust-stuck.ts'
import { finishRun } from './finish.ts'
import { releaseStatements } from './release.ts'
import { evidenceOf, isProven } from './rules-stuck.ts'
import { settleStatements } from './settle.ts'
import { listDecisions } from './store-decisions.ts'
import { hintNotices, oweRole } from './store-notices.ts'
import { findPayout } from './store-payouts.ts'

type Where = { runId: string; payoutId: string }
type Checker = SignedInStaff & SessionFacts

/**
 * Finance says what became of a stuck payout. Only what Stripe shows at this moment can be proposed.
 *
 * @throws Refusal not_found, wrong_state, stale, unavailable
 */
export async function proposeDecision(
  deps: Deps,
  where: Where,
  by: { id: string },
  asked: { outcome: 'paid' | 'released'; transfer?: string | undefined; reason: string },
): Promise<void> {
  const { db, now } = deps
  const payout = await getStuck(deps, where)
  const [newest] = await listDecisions(db, payout.id)
  if (newest?.status === 'open') throw new Refusal('wrong_state', 'Somebody proposed an end already. It is decided about first.')
  const proposed = { outcome: asked.outcome, transfer: asked.transfer ?? null }
  await assertProven(deps, payout, proposed)

  const at = now()
  const n = (newest?.n ?? 0) + 1
  const noticeId = `stuck_proposed:${payout.id}:${n}`
  const notice = {
    what: `A colleague proposes that ${asked.outcome === 'paid' ? 'a stuck payout was paid' : 'no transfer of a stuck payout stands'}`,
    subject: payout.id,
    todo: `Look at what Stripe shows on its page in ${payout.runId}, then confirm it or refuse it.`,
  }
  await decide(deps, 'Somebody else proposed an end at the same moment. Please look at it again.', [
    db.insert(payoutDecisions).values({
      payoutId: payout.id,
      n,
      ...proposed,
      reason: asked.reason,
      status: 'open',
      proposedBy: by.id,
      proposedAt: at,
    }),
    trail(db, {
      at,
      actor: by.id,
      act: 'payout.decision_proposed',
      subject: payout.id,
      partnerId: payout.partnerId,
      detail: { n, ...proposed, reason: asked.reason },
    }),
    oweRole(db, noticeId, 'approver', [by.id], { template: 'money_alarm', data: notice }, at),
  ])
  await hintNotices(deps, noticeId)
}

/**
 * A second person confirms: the payout is settled or released in the batch that says who decided, with an adjustment where the
 * transfer carries another amount than was ordered. Its run goes on resting until somebody lets it go on.
 *
 * @throws Refusal not_found, wrong_state, same_person, second_factor_required, stale, unavailable
 */
export async function confirmDecision(deps: Deps, where: Where, n: number, by: Checker): Promise<void> {
  const { db, now } = deps
  const payout = await getStuck(deps, where)
  const proposal = await getOpen(deps, payout.id, n, by)
  requireSecondFactor(by, now())
  const adjustMinor = await assertProven(deps, payout, proposal)

  const at = now()
  const { transfer } = proposal
  const end =
    transfer === null
      ? releaseStatements(db, payout, { from: 'stuck', guard: sql`${payouts.gen} = ${payout.gen}`, reason: 'decided', actor: by.id }, at)
      : [
          ...settleStatements(db, payout, { transfer, from: ['stuck'], actor: by.id, adjustMinor }, at),
          ...adjustToTransfer(
            deps,
            payout,
            { adjustMinor, askedBy: proposal.proposedBy, askedAt: proposal.proposedAt, decidedBy: by.id },
            at,
          ),
        ]
  await decide(deps, 'Somebody else decided about it at the same moment. Please look at it again.', [
    ...decided(deps, proposal, 'confirmed', by.id, at),
    ...end,
    told(deps, payout, proposal, 'payout.decision_confirmed', by.id, at),
  ])
  await hintNotices(deps, `payout_${proposal.transfer === null ? 'released' : 'sent'}:${payout.id}`)
  await finishRun(deps, payout.runId)
}

/**
 * A second person does not agree; the payout stays stuck and something else may be proposed.
 *
 * @throws Refusal not_found, wrong_state, same_person, stale
 */
export async function refuseDecision(deps: Deps, where: Where, n: number, by: { id: string }): Promise<void> {
  const payout = await getStuck(deps, where)
  const proposal = await getOpen(deps, payout.id, n, by)
  const at = deps.now()
  await decide(deps, 'Somebody else decided about it at the same moment. Please look at it again.', [
    ...decided(deps, proposal, 'refused', by.id, at),
    told(deps, payout, proposal, 'payout.decision_refused', by.id, at),
  ])
}

async function getStuck({ db }: Deps, { runId, payoutId }: Where): Promise<Payout> {
  const payout = await findPayout(db, payoutId)
  if (!payout || payout.runId !== runId) throw notFound()
  if (payout.status !== 'stuck') throw new Refusal('wrong_state', 'This payout is not stuck; there is nothing to decide.')
  return payout
}

async function getOpen({ db }: Deps, payoutId: string, n: number, by: { id: string }): Promise<PayoutDecision> {
  const proposal = (await listDecisions(db, payoutId)).find((each) => each.n === n)
  if (!proposal) throw notFound()
  if (proposal.status !== 'open') throw new Refusal('wrong_state', 'This proposal was decided already.')
  if (proposal.proposedBy === by.id) throw new Refusal('same_person', 'You proposed this, so another person decides about it.')
  return proposal
}

/** What Stripe shows of a payout now; undefined when it does not answer, which says nothing. */
export const lookAtStripe = ({ rail }: Deps, payoutId: string): Promise<FoundTransfer[] | undefined> =>
  rail.find(payoutId).catch((error: unknown) => {
    console.error(JSON.stringify({ level: 'error', payout: payoutId, message: forLog(error) }))
    return undefined
  })

/** @returns what the transfer carries less than was ordered */
async function assertProven(
  deps: Deps,
  payout: Payout,
  proposed: { outcome: 'paid' | 'released'; transfer: string | null },
): Promise<number> {
  const found = await lookAtStripe(deps, payout.id)
  if (!found) throw new Refusal('unavailable', 'Stripe does not answer, and nothing is decided without it. Please try again in a minute.')
  const evidence = evidenceOf(payout, found, deps.now())
  if (isProven(proposed, evidence)) return evidence.outcome === 'paid' ? evidence.adjustMinor : 0
  throw new Refusal('stale', evidence.outcome === 'open' ? evidence.why : 'That is not what Stripe shows now. Please look at it again.')
}

const decided = ({ db }: Deps, { payoutId, n }: PayoutDecision, status: 'confirmed' | 'refused', by: string, at: Date) =>
  [
    db
      .update(payoutDecisions)
      .set({ status, decidedBy: by, decidedAt: at })
      .where(and(eq(payoutDecisions.payoutId, payoutId), eq(payoutDecisions.n, n), eq(payoutDecisions.status, 'open'))),
    ...changedExactly(db),
  ] as const

const told = ({ db }: Deps, { id, partnerId }: Payout, proposal: PayoutDecision, act: string, actor: string, at: Date) => {
  const { n, outcome, transfer, reason } = proposal
  return trail(db, { at, actor, act, subject: id, partnerId, detail: { n, outcome, transfer, reason } })
}

async function decide({ db }: Deps, tooLate: string, statements: Parameters<typeof inOneBatch>[1]): Promise<void> {
  try {
    await inOneBatch(db, statements)
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', tooLate)
    throw error
  }
}
