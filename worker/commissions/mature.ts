import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Commission, commissions } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { mature } from '../ledger/rules.ts'
import { postAll } from '../ledger/store.ts'
import { idsIn } from './store-families.ts'

const familiesAtOnce = 100
const refusalsInARow = 5

/** Makes every pending commission whose hold period is over payable, in chunks that may each run twice or twice at once. */
export async function matureCommissions({ db, now }: Deps): Promise<void> {
  let refusals = 0
  while (refusals < refusalsInARow) {
    const at = now()
    const due = await listMaturing(db, at)
    if (due.length === 0) return
    try {
      await inOneBatch(db, matureStatements(db, due, at))
      refusals = 0
    } catch (error) {
      // Somebody held, corrected or matured one of them: read again, and leave the rest to the next tick.
      if (!wasRefused(error)) throw error
      refusals += 1
    }
  }
}

function matureStatements(db: Db, due: readonly Commission[], at: Date) {
  const ids = due.map(({ id }) => id)
  const families = [...new Set(due.map(({ id, corrects }) => corrects ?? id))]
  return [
    // By family, and then the count: a correction that has joined meanwhile is another number, and all is read again.
    db
      .update(commissions)
      .set({ status: 'approved' })
      .where(and(eq(commissions.status, 'pending'), isOfFamilies(idsIn(families)))),
    ...changedExactly(db, ids.length),
    postAll(
      db,
      due.map((each) => mature(each, at)),
      at,
    ),
    trail(db, { at, actor: 'system', act: 'commissions.matured', subject: ids[0] ?? '', detail: { commissions: ids } }),
  ]
}

const isOfFamilies = (heads: SQL) => or(sql`${commissions.id} in ${heads}`, sql`${commissions.corrects} in ${heads}`)

/** Whole families, oldest first: a commission and its corrections mature together. */
const listMaturing = (db: Db, at: Date): Promise<Commission[]> =>
  db
    .select()
    .from(commissions)
    .where(
      and(
        eq(commissions.status, 'pending'),
        sql`${commissions.maturesAt} <= cast(${at.getTime()} as integer)`,
        isOfFamilies(sql`(select coalesce(c.corrects, c.id) from commissions c where c.status = 'pending'
          and c.matures_at <= cast(${at.getTime()} as integer) order by c.matures_at, c.id limit ${familiesAtOnce})`),
      ),
    )
