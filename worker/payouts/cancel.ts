import { and, eq, isNull, sql } from 'drizzle-orm'
import { type PayoutRun, payoutRuns } from '../../schema/payout-runs.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { isBarred, isOfEpoch } from './barrier.ts'
import { checkEachMinute } from './check.ts'
import { neverTried, releasePayout } from './release.ts'
import { hintNotices, oweStaff } from './store-notices.ts'
import { findPayout } from './store-payouts.ts'
import { findRun } from './store-plan.ts'
import { listUnsent } from './store-runs.ts'

const chunkSize = 50

/**
 * Cancels a run, or the rest of one that sends: what was reserved and never tried is released first; what Stripe was asked for
 * finishes.
 *
 * @throws Refusal not_found, wrong_state, stale
 */
export async function cancelRun(deps: Deps, runId: string, by: { id: string; name: string }, reason: string): Promise<void> {
  const { db, now } = deps
  const run = await findRun(db, runId)
  if (!run) throw notFound()
  if (run.reason !== null || run.finishedAt) throw new Refusal('wrong_state', 'This run is over or was cancelled already.')
  const at = now()
  const isMoving = run.status === 'approved' || run.status === 'sending'
  const makers = [run.preparedBy, run.submittedBy, run.approvedBy].filter((id) => id !== null && id !== by.id) as string[] // nulls are gone
  const notice = { template: 'run_decided' as const, data: { runId, decision: 'cancelled' as const, by: by.name, reason } }
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set(isMoving ? { reason } : { status: 'cancelled', reason, finishedAt: at })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, run.status), isNull(payoutRuns.reason))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'run.cancelled', subject: runId, detail: { reason, was: run.status } }),
      oweStaff(db, `run_cancelled:${runId}`, makers, notice, at),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'The run moved on at the same moment. Please look at it again.')
    throw error
  }
  await hintNotices(deps, `run_cancelled:${runId}`)
  if (isMoving) await deps.hints.send([{ kind: 'run', id: runId }])
}

/**
 * Releases what a cancelled run had reserved, some at a time; gives whether there is nothing more to do now. That no key is on record
 * proves nothing while Stripe knows what our books forgot.
 */
export async function releaseRest(deps: Deps, run: PayoutRun): Promise<boolean> {
  const unsent = await listUnsent(deps.db, run.id, chunkSize)
  if (unsent.length > 0 && ((await isBarred(deps)) || !(await checkEachMinute(deps, run.id, run.checkedAt)))) return true
  const guard = sql`${neverTried} and ${isOfEpoch(deps.settings.moneyEpoch)}`
  for (const id of unsent) {
    const payout = await findPayout(deps.db, id)
    if (payout?.status === 'reserved') await releasePayout(deps, payout, { from: 'reserved', guard, reason: 'cancelled' })
  }
  return unsent.length < chunkSize
}

/** An approved run that was cancelled ends once nothing of it is open; the trigger refuses it before. */
export async function finishCancelled({ db, now }: Deps, runId: string): Promise<void> {
  const at = now()
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ status: 'cancelled', finishedAt: at })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'approved'), sql`${payoutRuns.reason} is not null`)),
      ...changedExactly(db),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
