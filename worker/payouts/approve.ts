import { and, eq, isNull, sql } from 'drizzle-orm'
import { type PayoutRun, payoutRuns } from '../../schema/payout-runs.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { assertNotBarred } from './barrier.ts'
import { fingerprintOf } from './digest.ts'
import { refreshCandidates } from './readiness.ts'
import { secondApproverReasons } from './rules-run.ts'
import { hintNotices, oweStaff } from './store-notices.ts'
import { findRun, listCaps, listPlanFacts, printPlan } from './store-plan.ts'
import { listPlannedDestinations } from './store-runs.ts'

type Approver = SignedInStaff & SessionFacts

const stalePage = 'What you saw is not what this run pays. Please look at it again before you decide.'

/**
 * Approves exactly the payouts whose fingerprint the approver was shown. Above a cap the first approval only waits for the
 * second. Marks the run and no more: reserving begins behind it (money.md 5).
 *
 * @throws Refusal not_found, same_person, second_factor_required, wrong_state, stale, stopped
 */
export async function approveRun(deps: Deps, runId: string, by: Approver, shownFingerprint: string): Promise<'approved' | 'waits'> {
  const { db, now } = deps
  const run = await getSubmitted(deps, runId, by)
  requireSecondFactor(by, now())
  await assertNotBarred(deps)
  await assertFingerprint(deps, run, shownFingerprint)
  await refreshCandidates(deps, await listPlannedDestinations(db, runId))

  const secondNeeded = run.secondNeeded || secondApproverReasons(await listPlanFacts(db, runId), await listCaps(db)).length > 0
  const isFirst = run.approvedBy === null
  const waits = isFirst && secondNeeded
  const at = now()
  const status = waits ? ('submitted' as const) : ('approved' as const)
  const mark = isFirst ? { approvedBy: by.id, approvedAt: at, secondNeeded, status } : { secondApprover: by.id, secondNeeded, status }
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set(mark)
        .where(and(eq(payoutRuns.id, runId), isAsRead(run))),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: by.id,
        act: waits ? 'run.approved_first' : 'run.approved',
        subject: runId,
        detail: { fingerprint: run.fingerprint, secondNeeded },
      }),
      ...(waits ? [] : [tellMakers(deps, run, by, 'approved', null, at)]),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody decided about this run at the same moment. Please look at it again.')
    throw error
  }
  if (waits) return 'waits'
  await deps.hints.send([{ kind: 'run', id: runId }])
  await hintNotices(deps, `run_approved:${runId}`)
  return 'approved'
}

/**
 * Refuses a submitted run. Its commissions were never touched; they stand ready for the next one.
 *
 * @throws Refusal not_found, same_person, wrong_state, stale
 */
export async function refuseRun(deps: Deps, runId: string, by: Approver, reason: string): Promise<void> {
  const { db, now } = deps
  const run = await getSubmitted(deps, runId, by, { isRefusal: true })
  const at = now()
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ status: 'refused', refusedBy: by.id, reason, finishedAt: at })
        .where(and(eq(payoutRuns.id, runId), isAsRead(run))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'run.refused', subject: runId, detail: { reason } }),
      tellMakers(deps, run, by, 'refused', reason, at),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody decided about this run at the same moment. Please look at it again.')
    throw error
  }
  await hintNotices(deps, `run_refused:${runId}`)
}

async function getSubmitted({ db }: Deps, runId: string, by: Approver, { isRefusal = false } = {}): Promise<PayoutRun> {
  const run = await findRun(db, runId)
  if (!run || run.status === 'draft') throw notFound()
  if (by.id === run.preparedBy || by.id === run.submittedBy) {
    throw new Refusal('same_person', 'You prepared or submitted this run, so another person decides about it.')
  }
  if (run.status !== 'submitted') throw new Refusal('wrong_state', 'This run was decided already.')
  if (!isRefusal && by.id === run.approvedBy) {
    throw new Refusal('same_person', 'You approved this run already; above a cap a second person has to.')
  }
  return run
}

/** Shown = stored = computed again from the plan as it stands in the database now. */
async function assertFingerprint({ db }: Deps, run: PayoutRun, shown: string): Promise<void> {
  const now = await fingerprintOf(await printPlan(db, run.id))
  if (shown !== run.fingerprint || now !== run.fingerprint) throw new Refusal('stale', stalePage)
}

/** Still submitted, signed by whom it was when it was read, over the same plan. */
const isAsRead = (run: PayoutRun) =>
  and(
    eq(payoutRuns.status, 'submitted'),
    isNull(payoutRuns.paused),
    // A cap that fell meanwhile has raised it, and then one approval is not enough.
    eq(payoutRuns.secondNeeded, run.secondNeeded),
    sql`${payoutRuns.fingerprint} = ${run.fingerprint}`,
    run.approvedBy === null ? isNull(payoutRuns.approvedBy) : eq(payoutRuns.approvedBy, run.approvedBy),
  )

const tellMakers = ({ db }: Deps, run: PayoutRun, by: Approver, decision: 'approved' | 'refused', reason: string | null, at: Date) =>
  oweStaff(
    db,
    `run_${decision}:${run.id}`,
    [run.preparedBy, run.submittedBy].filter((id) => id !== null),
    { template: 'run_decided', data: { runId: run.id, decision, by: by.name, reason } },
    at,
  )
