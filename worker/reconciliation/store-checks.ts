import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { type ReconJob, reconWalks } from '../../schema/reconciliation.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'

/** A walk through the checks of a job that is under way: behind what it goes on, and the first rows that broke each check. */
export type CheckWalk = { startedAt: Date; behind: string | null; found: Record<string, unknown[]> }

const nameOf = (job: ReconJob): string => `checks/${job}`

/** One that is under way goes on instead. */
export async function beginWalk(db: Db, job: ReconJob, at: Date): Promise<void> {
  const begun = { startedAt: at, since: at, until: at, behind: null, state: {} }
  await db
    .insert(reconWalks)
    .values({ name: nameOf(job), ...begun })
    .onConflictDoUpdate({ target: reconWalks.name, set: begun, setWhere: isNull(reconWalks.startedAt) })
}

export async function findWalk(db: Db, job: ReconJob): Promise<CheckWalk | undefined> {
  const [walk] = await db
    .select()
    .from(reconWalks)
    .where(eq(reconWalks.name, nameOf(job)))
  if (!walk?.startedAt) return undefined
  return { startedAt: walk.startedAt, behind: walk.behind, found: (walk.state.found ?? {}) as CheckWalk['found'] } // as `moveWalk` writes it
}

/** Undoes the batch unless the walk is where it was read. */
const isAt = (job: ReconJob, { startedAt, behind }: CheckWalk): SQL | undefined =>
  and(
    eq(reconWalks.name, nameOf(job)),
    sql`${reconWalks.startedAt} = ${asTime(startedAt)}`,
    behind === null ? isNull(reconWalks.behind) : eq(reconWalks.behind, behind),
  )

export const moveWalk = (db: Db, job: ReconJob, walk: CheckWalk, behind: string): Statement[] => [
  db
    .update(reconWalks)
    .set({ behind, state: { found: walk.found } })
    .where(isAt(job, walk)),
  ...changedExactly(db),
]

export const endWalk = (db: Db, job: ReconJob, walk: CheckWalk): Statement[] => [
  db
    .update(reconWalks)
    .set({ startedAt: null, since: null, until: null, behind: null, state: {}, completeUntil: walk.startedAt })
    .where(isAt(job, walk)),
  ...changedExactly(db),
]
