import { and, eq, sql } from 'drizzle-orm'
import { payoutRuns, type RunSummary } from '../../schema/payout-runs.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { assertNotBarred } from './barrier.ts'
import { fingerprintOf } from './digest.ts'
import { asInteger } from './parameters.ts'
import { getDraft } from './prepare.ts'
import { secondApproverReasons } from './rules-run.ts'
import { hintNotices, oweRole } from './store-notices.ts'
import { listCaps, listPlanFacts, notPaused, printPlan } from './store-plan.ts'
import { findLastRun, listLargest, listNewDestinations } from './store-summary.ts'

/**
 * Freezes a draft: its plan, fingerprint and summary never change from here, and approvers are told.
 *
 * @throws Refusal not_found, wrong_state, stale, stopped
 */
export async function submitRun(deps: Deps, runId: string, by: { id: string; name: string }): Promise<void> {
  const { db, now } = deps
  await assertNotBarred(deps)
  const run = await getDraft(db, runId)
  if (run.paused) throw new Refusal('wrong_state', 'This draft is only half prepared. Rebuild it, then submit it.')
  const facts = await listPlanFacts(db, runId)
  if (facts.length === 0) throw new Refusal('wrong_state', 'This draft pays nobody. Take somebody in again, or cancel it.')

  const at = now()
  const totals = facts.map(({ currency, n, amountMinor }) => ({ currency, n, amountMinor }))
  const plan = await printPlan(db, runId)
  const summary: RunSummary = {
    totals,
    largest: await listLargest(db, runId),
    newDestinations: await listNewDestinations(db, runId),
    lastRun: await findLastRun(db, runId),
  }
  const secondNeeded = secondApproverReasons(facts, await listCaps(db)).length > 0
  const notice = { template: 'run_submitted' as const, data: { runId, preparedBy: by.name, totals } }
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ status: 'submitted', submittedBy: by.id, submittedAt: at, fingerprint: await fingerprintOf(plan), summary, secondNeeded })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'draft'), notPaused, sameSize(runId, plan.length, sumOf(plan)))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'run.submitted', subject: runId, detail: { totals, secondNeeded } }),
      oweRole(db, `run_submitted:${runId}`, 'approver', [by.id, run.preparedBy], notice, at),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'The draft changed while it was submitted. Please look at it again.')
    throw error
  }
  await hintNotices(deps, `run_submitted:${runId}`)
}

const sumOf = (plan: readonly { amountMinor: number }[]) => plan.reduce((sum, each) => sum + each.amountMinor, 0)

/** That nothing was left out or taken in since the plan was read; a checksum over all currencies, shown to nobody. */
const sameSize = (runId: string, n: number, sum: number) =>
  sql`(select count(*) = ${asInteger(n)} and sum(amount_minor) = ${asInteger(sum)} from planned_payouts where run_id = ${runId})`
