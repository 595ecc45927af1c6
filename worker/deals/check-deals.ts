import { asc, gt, sql } from 'drizzle-orm'
import { deals } from '../../schema/deals.ts'
import type { Db } from '../database.ts'
import type { BookCheck } from '../reconciliation/walk-checks.ts'
import { changesOfDeal } from './changes.ts'
import { readDeal } from './store-state.ts'

const dealsAtOnce = 20

/** I19 and I31 for all terms: what the product's own rule would still write for a deal is missing in the books. */
export const dealsUpToDate: BookCheck = {
  name: 'I19, I31 every commission of every deal is what its payments and terms give',
  calls: dealsAtOnce + 1,
  part: async ({ db, now }, behind = '') => {
    const rows = await db
      .select({ id: deals.id, isFollowing: isFollowing(now()) })
      .from(deals)
      .where(gt(deals.id, behind))
      .orderBy(asc(deals.id))
      .limit(dealsAtOnce)
    const ids = rows.map(({ id }) => id)
    const missing = (await Promise.all(rows.filter((each) => !each.isFollowing).map(({ id }) => missingOf(db, id)))).flat()
    // An event that is being applied in several batches leaves something for a moment.
    const still =
      missing.length === 0 ? [] : (await Promise.all([...new Set(missing.map(({ deal }) => deal))].map((id) => missingOf(db, id)))).flat()
    return { found: still, next: ids.length < dealsAtOnce ? undefined : ids.at(-1) }
  },
}

/** A decision about its credit is being written, in batch after batch; one that takes an hour hangs. */
const isFollowing = (now: Date) =>
  sql<boolean>`exists (select 1 from credit_changes m where m.deal_id = ${deals.id} and m.done_at is null
    and m.decided_at > cast(${now.getTime() - 3_600_000} as integer))`.mapWith(Boolean)

const missingOf = async (db: Db, id: string) =>
  changesOfDeal(await readDeal(db, id)).map(({ kind, payment }) => ({ deal: id, kind, payment: payment.id }))
