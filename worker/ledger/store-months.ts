import { asc, desc, eq, gte, isNotNull, type SQL, sql, sum } from 'drizzle-orm'
import { monthTotals } from '../../schema/ledger.ts'
import { type ClosedMonth, closedMonths, type MonthTotal } from '../../schema/months.ts'
import type { Db } from '../database.ts'
import { asTime } from '../payouts/parameters.ts'
import { boundsOf, monthOf } from './months.ts'

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
  const [row] = await db
    .select({ legs: sum(monthTotals.legs) })
    .from(monthTotals)
    .where(eq(monthTotals.month, month))
  return Number(row?.legs ?? 0) / 2
}

export const inMonth = (month: string) => {
  const { startsAt, endsAt } = boundsOf(month)
  return sql`ledger_transactions t where t.effective_at >= ${asTime(startsAt)} and t.effective_at < ${asTime(endsAt)}`
}

type MonthSum = MonthTotal & { month: string }

const totalsOfMonths = (db: Db, which: SQL): Promise<MonthSum[]> =>
  db
    .select({ month: monthTotals.month, kind: monthTotals.kind, currency: monthTotals.currency, amountMinor: monthTotals.amountMinor })
    .from(monthTotals)
    .where(which)
    .orderBy(monthTotals.month, monthTotals.currency, monthTotals.kind)

/** What a month moved, by kind of account and currency. */
export const sumMonth = async (db: Db, month: string): Promise<MonthTotal[]> =>
  (await totalsOfMonths(db, eq(monthTotals.month, month))).map(({ kind, currency, amountMinor }) => ({ kind, currency, amountMinor }))

/** What each month moved from a moment on: of open months, for a closed one keeps its sums. */
export const sumMonthsSince = (db: Db, since: Date): Promise<MonthSum[]> => totalsOfMonths(db, gte(monthTotals.month, monthOf(since)))

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
