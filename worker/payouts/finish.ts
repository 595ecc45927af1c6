import { and, eq } from 'drizzle-orm'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { hasOpenPayouts } from './store-runs.ts'

/** A sending run is done once nothing of it is open; asked after each payout that ends, and by the sweep. */
export async function finishRun({ db, now }: Pick<Deps, 'db' | 'now'>, runId: string): Promise<void> {
  if (await hasOpenPayouts(db, runId)) return
  const at = now()
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ status: 'done', finishedAt: at })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'sending'))),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'run.finished', subject: runId }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
