import { eq, sql } from 'drizzle-orm'
import { type TaxThreshold, taxThresholds } from '../../schema/months.ts'
import type { Db } from '../database.ts'
import { asInteger } from '../payouts/parameters.ts'
import type { YearTotal } from './years.ts'

export const listThresholds = (db: Db, year: number): Promise<TaxThreshold[]> =>
  db.select().from(taxThresholds).where(eq(taxThresholds.taxYear, year)).orderBy(taxThresholds.jurisdiction, taxThresholds.form).limit(200)

/** What each partner was paid in a calendar year (UTC), transfers less what was taken back of them; the largest sums first. */
export const listYearTotals = (db: Db, year: number, limit: number): Promise<YearTotal[]> =>
  db.all<YearTotal>(
    sql`select y.partner_id "partnerId", p.name "partner", a.legal_name "legalName", a.tax_id "taxId", p.country "country",
        y.currency "currency", y.paid_minor "paidMinor"
      from (select * from years_paid where year = ${asInteger(year)} order by currency, paid_minor desc, partner_id limit ${asInteger(limit)}) y
        join partners p on p.id = y.partner_id
        left join self_billing_agreements a on a.partner_id = p.id and a.ended_at is null
      order by y.currency, y.paid_minor desc, y.partner_id`,
  )
