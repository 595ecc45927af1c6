import { asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { type ClosedMonth, closedMonths, type MonthTotal } from '../../schema/months.ts'
import type { Db } from '../database.ts'
import { asTime } from '../payouts/parameters.ts'
import { boundsOf } from './months.ts'

/** The first moment that is open; the beginning of time while no month was closed. */
export async function findClosedUntil(db: Db): Promise<Date> {
  const [row] = await db
    .select({ endsAt: closedMonths.endsAt })
    .from(closedMonths)
    .where(isNotNull(closedMonths.confirmedAt))
    .orderBy(desc(closedMonths.endsAt))
    .limit(1)
  return row?.endsAt ?? new Date(0)
}

/** Prepared and closed ones, by month. */
export const listClosed = (db: Db): Promise<ClosedMonth[]> => db.select().from(closedMonths).orderBy(asc(closedMonths.month)).limit(600)

export async function findClosed(db: Db, month: string): Promise<ClosedMonth | undefined> {
  const [row] = await db.select().from(closedMonths).where(eq(closedMonths.month, month))
  return row
}

/** When the first posting took effect. */
export async function findFirstEffect(db: Db): Promise<Date | undefined> {
  const [row] = await db.all<{ at: number }>(sql`select effective_at "at" from ledger_transactions order by effective_at, seq limit 1`)
  return row && new Date(row.at)
}

/** How many postings took effect in a month. */
export async function countPostings(db: Db, month: string): Promise<number> {
  const [row] = await db.all<{ n: number }>(sql`select count(*) "n" from ${inMonth(month)}`)
  return row?.n ?? 0
}

export const inMonth = (month: string) => {
  const { startsAt, endsAt } = boundsOf(month)
  return sql`ledger_transactions t where t.effective_at >= ${asTime(startsAt)} and t.effective_at < ${asTime(endsAt)}`
}

const kind = sql`substr(e.account, 1, instr(e.account, ':') - 1)`

/** What a month moved, by kind of account and currency. Counted over the month's postings alone. */
export async function sumMonth(db: Db, month: string): Promise<MonthTotal[]> {
  const { startsAt, endsAt } = boundsOf(month)
  return await db.all<MonthTotal>(
    sql`select ${kind} "kind", t.currency "currency", sum(e.amount_minor) "amountMinor"
      from ledger_transactions t join ledger_entries e on e.seq = t.seq
      where t.effective_at >= ${asTime(startsAt)} and t.effective_at < ${asTime(endsAt)}
      group by 1, 2 order by 2, 1`,
  )
}
