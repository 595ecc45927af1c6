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

export type MonthSum = MonthTotal & { month: string }

/** What each month moved from a moment on, by kind of account and currency: of open months, for a closed one keeps its sums. */
export const sumMonthsSince = (db: Db, since: Date): Promise<MonthSum[]> =>
  db.all<MonthSum>(
    sql`select strftime('%Y-%m', t.effective_at / 1000, 'unixepoch') "month", ${kind} "kind", t.currency "currency", sum(e.amount_minor) "amountMinor"
      from ledger_transactions t join ledger_entries e on e.seq = t.seq
      where t.effective_at >= ${asTime(since)}
      group by 1, 2, 3 order by 1, 3, 2`,
  )

export type JournalRow = {
  seq: number
  id: string
  template: string
  ref: string
  debit: string
  credit: string
  amountMinor: number
  currency: string
  effectiveAt: number
  recordedAt: number
}

/** A month's postings in the order of their effect, behind one of them. */
export const listJournal = (db: Db, month: string, after: JournalRow | undefined, limit: number): Promise<JournalRow[]> =>
  db.all<JournalRow>(
    sql`select t.seq "seq", t.id "id", t.template "template", t.ref "ref", t.debit "debit", t.credit "credit", t.amount_minor "amountMinor",
        t.currency "currency", t.effective_at "effectiveAt", t.recorded_at "recordedAt"
      from ${inMonth(month)} and (t.effective_at, t.seq) > (cast(${after?.effectiveAt ?? 0} as integer), cast(${after?.seq ?? 0} as integer))
      order by t.effective_at, t.seq limit ${sql.raw(String(limit))}`,
  )
