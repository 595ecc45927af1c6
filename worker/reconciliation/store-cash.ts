import { sql } from 'drizzle-orm'
import { stripeCash } from '../../schema/reconciliation.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { asTime, rowsOf } from '../payouts/parameters.ts'

type CashSum = { currency: string; category: string; n: number; amountMinor: number }

/** Statements: what a day's balance transactions came to, all of them. */
export const keepCash = (db: Db, day: string, sums: readonly CashSum[], at: Date): Statement[] => [
  db.delete(stripeCash).where(sql`day = ${day}`),
  db.insert(stripeCash).select(
    sql`select ${day}, value ->> 'currency', value ->> 'category', cast(value ->> 'n' as integer),
          cast(value ->> 'amountMinor' as integer), ${asTime(at)} from ${rowsOf(sums)}`,
  ),
]

/** The day of the first payout that ended. */
export async function findFirstDay(db: Db): Promise<string | undefined> {
  const [row] = await db.all<{ at: number | null }>(sql`select min(finished_at) "at" from payouts where finished_at is not null`)
  return typeof row?.at === 'number' ? dayOf(new Date(row.at)) : undefined
}
