import { reconWalks } from '../../schema/reconciliation.ts'
import type { Db } from '../database.ts'
import { findWalk } from './store-walks.ts'

const name = 'outage'

/** When Stripe was last seen not to answer. */
export async function findOutage(db: Db): Promise<Date | null> {
  return (await findWalk(db, name))?.completeUntil ?? null
}

export const keepOutage = (db: Db, at: Date) =>
  db
    .insert(reconWalks)
    .values({ name, state: {}, completeUntil: at })
    .onConflictDoUpdate({ target: reconWalks.name, set: { completeUntil: at } })
