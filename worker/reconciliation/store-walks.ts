import { and, eq, isNull, sql } from 'drizzle-orm'
import { type ReconWalk, reconWalks } from '../../schema/reconciliation.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'

/** A walk that is under way. */
export type Walk = ReconWalk & { startedAt: Date; since: Date }

export async function findWalk(db: Db, name: string): Promise<ReconWalk | undefined> {
  const [walk] = await db.select().from(reconWalks).where(eq(reconWalks.name, name))
  return walk
}

export const isUnderWay = (walk: ReconWalk | undefined): walk is Walk => walk?.startedAt instanceof Date && walk.since instanceof Date

/** One that is under way goes on instead. */
export async function beginWalk(db: Db, name: string, reach: { startedAt: Date; since: Date; until: Date | null }): Promise<void> {
  await db
    .insert(reconWalks)
    .values({ name, ...reach, state: {} })
    .onConflictDoUpdate({
      target: reconWalks.name,
      set: { startedAt: sql`excluded.started_at`, since: sql`excluded.since`, until: sql`excluded.until`, behind: null, state: {} },
      setWhere: sql`${reconWalks.startedAt} is null`,
    })
}

/** Statements: the page was looked at. They refuse the batch when somebody else who walks the same turned it before. */
export const turnPage = (
  db: Db,
  { name, startedAt, until, behind }: Walk,
  next: string | undefined,
  state: ReconWalk['state'],
): Statement[] => [
  db
    .update(reconWalks)
    .set(
      next === undefined
        ? { startedAt: null, since: null, until: null, behind: null, state, completeUntil: until ?? startedAt }
        : { behind: next, state },
    )
    .where(
      and(
        eq(reconWalks.name, name),
        sql`${reconWalks.startedAt} = ${asTime(startedAt)}`,
        behind === null ? isNull(reconWalks.behind) : eq(reconWalks.behind, behind),
      ),
    ),
  ...changedExactly(db),
]
