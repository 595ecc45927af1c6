import { asc, gt } from 'drizzle-orm'
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
  part: async ({ db }, behind = '') => {
    const ids = (await db.select({ id: deals.id }).from(deals).where(gt(deals.id, behind)).orderBy(asc(deals.id)).limit(dealsAtOnce)).map(
      ({ id }) => id,
    )
    const missing = (await Promise.all(ids.map((id) => missingOf(db, id)))).flat()
    // An event that is being applied in several batches leaves something for a moment.
    const still =
      missing.length === 0 ? [] : (await Promise.all([...new Set(missing.map(({ deal }) => deal))].map((id) => missingOf(db, id)))).flat()
    return { found: still, next: ids.length < dealsAtOnce ? undefined : ids.at(-1) }
  },
}

const missingOf = async (db: Db, id: string) =>
  changesOfDeal(await readDeal(db, id)).map(({ kind, payment }) => ({ deal: id, kind, payment: payment.id }))
