import { sql } from 'drizzle-orm'
import { type Obligation, obligations } from '../../schema/agreements.ts'
import type { Currency } from '../../schema/currency.ts'
import type { Db } from '../database.ts'
import { coverOf } from './rules-obligations.ts'

/** Everything that some agreements owe. */
export const listLinesOf = (db: Db, agreementIds: readonly string[]): Promise<Obligation[]> =>
  db
    .select()
    .from(obligations)
    .where(sql`${obligations.agreementId} in (select value from json_each(${JSON.stringify(agreementIds)}))`)
    .limit(1_000)

type SumRow = { currency: Currency; amount: number; promised: number; delivered: number; due: number; cancelled: number }

/** Discounts of all agreements in force beside what came back for them, a sum per currency (OBL4). */
export async function coverTotals(db: Db) {
  const rows =
    await db.all<SumRow>(sql`select d.currency, d.amount_minor as amount, sum(o.promised) as promised, sum(o.delivered) as delivered,
      sum(o.due) as due, sum(o.cancelled) as cancelled
    from agreements a join discounts d on d.agreement_id = a.id join obligations o on o.agreement_id = a.id
    where a.status = 'signed' group by a.id order by d.currency limit 1000`)
  const totals = new Map<Currency, { currency: Currency; givenMinor: number; coveredMinor: number; receivableMinor: number }>()
  for (const { currency, amount, ...activities } of rows) {
    const { coveredMinor, receivableMinor } = coverOf(amount, { ...activities, overdue: 0 })
    const total = totals.get(currency) ?? { currency, givenMinor: 0, coveredMinor: 0, receivableMinor: 0 }
    totals.set(currency, {
      currency,
      givenMinor: total.givenMinor + amount,
      coveredMinor: total.coveredMinor + coveredMinor,
      receivableMinor: total.receivableMinor + receivableMinor,
    })
  }
  return [...totals.values()]
}
