import { and, eq, sql } from 'drizzle-orm'
import { type PayoutRun, payoutRuns, payoutSkips, plannedLines, plannedPayouts, type RunSummary } from '../../schema/payout-runs.ts'
import type { Adoption } from '../../schema/restores.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { forLog } from '../log.ts'
import { fingerprintOf } from './digest.ts'
import { finishRun } from './finish.ts'
import { asTime } from './parameters.ts'
import { findAdopter, listAdoptedTotals } from './store-adoptions.ts'
import { findRun, printPlan } from './store-plan.ts'

/**
 * A run into which transfers were adopted was approved and sent before the restore: it is brought to that state again, under the names
 * of the two who adopted. What it planned besides and Stripe has no transfer for is skipped, and the next run pays it.
 */
export async function closeAdoptedRun(deps: Deps, runId: string): Promise<void> {
  const { db } = deps
  const [run, adopter] = await Promise.all([findRun(db, runId), findAdopter(db, runId)])
  if (!run || !adopter) return
  try {
    await inOneBatch(db, [
      ...holdsNow(
        db,
        sql`exists (select 1 from payout_runs where id = ${runId} and status = ${run.status})
        and not exists (select 1 from adoptions where run_id = ${runId} and status = 'confirmed')`,
      ),
      ...(run.status === 'draft' ? await submitted(deps, run, adopter) : []),
      ...(run.status === 'approved' ? [] : approved(deps, run, adopter)),
      ...sending(deps, runId, adopter),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    console.warn(JSON.stringify({ level: 'warn', run: runId, message: `not closed: ${forLog(error)}` }))
    return
  }
  await finishRun(deps, runId)
}

type Adopter = Pick<Adoption, 'proposedBy' | 'confirmedBy'>

const isUnpaid = (runId: string, id: ReturnType<typeof sql>) =>
  sql`run_id = ${runId} and not exists (select 1 from payouts p where p.id = ${id})`

/** A draft of before the restore, or none: its plan is what was transferred, and nothing else. */
async function submitted({ db, now }: Deps, run: PayoutRun, { proposedBy }: Adopter): Promise<Statement[]> {
  const at = now()
  const adopted = await listAdoptedTotals(db, run.id)
  const ids = new Set(adopted.ids)
  const plan = (await printPlan(db, run.id)).filter(({ payoutId }) => ids.has(payoutId))
  const summary: RunSummary = { totals: adopted.totals, largest: [], newDestinations: [], lastRun: null }
  return [
    db.delete(plannedLines).where(sql`payout_id in (select payout_id from planned_payouts where ${isUnpaid(run.id, sql`payout_id`)})`),
    db.delete(plannedPayouts).where(isUnpaid(run.id, sql`payout_id`)),
    db
      .update(payoutRuns)
      .set({ status: 'submitted', submittedBy: proposedBy, submittedAt: at, fingerprint: await fingerprintOf(plan), summary, paused: null })
      .where(and(eq(payoutRuns.id, run.id), eq(payoutRuns.status, 'draft'))),
    ...changedExactly(db),
  ]
}

const approved = ({ db, now }: Deps, run: PayoutRun, { confirmedBy }: Adopter): Statement[] => [
  db
    .update(payoutRuns)
    .set({
      status: 'approved',
      secondNeeded: false,
      paused: null,
      ...(run.approvedBy === null && { approvedBy: confirmedBy, approvedAt: now() }),
    })
    .where(and(eq(payoutRuns.id, run.id), eq(payoutRuns.status, 'submitted'))),
  ...changedExactly(db),
]

const sending = ({ db, now }: Deps, runId: string, { confirmedBy }: Adopter): Statement[] => {
  const at = now()
  return [
    db.insert(payoutSkips).select(
      sql`select l.payout_id, 'run_restored', ${asTime(at)} from planned_payouts l where l.run_id = ${runId}
          and not exists (select 1 from payouts p where p.id = l.payout_id) and not exists (select 1 from payout_skips s where s.payout_id = l.payout_id)
          order by l.payout_id`,
    ),
    db
      .update(payoutRuns)
      .set({ status: 'sending', paused: null })
      .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'approved'))),
    ...changedExactly(db),
    trail(db, { at, actor: confirmedBy ?? 'system', act: 'run.adopted', subject: runId }),
  ]
}
