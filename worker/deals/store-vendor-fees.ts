import { and, asc, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { type VendorFee, type VendorFeeStatus, type VendorFeeTotal, vendorFees, vendorFeeTotals } from '../../schema/deal-kinds.ts'
import { prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

export type FeeRow = VendorFee & { company: string }

/** Newest first. */
export const listFees = (
  db: Db,
  { status, cursor, limit = pageSize + 1 }: { status?: VendorFeeStatus | undefined; cursor?: Cursor | undefined; limit?: number },
): Promise<FeeRow[]> =>
  selectFees(db, and(status && eq(vendorFees.status, status), behind(cursor, vendorFees.recordedAt, vendorFees.id)), limit)

/** @throws Refusal not_found */
export async function getFee(db: Db, id: string): Promise<FeeRow> {
  const [row] = await selectFees(db, eq(vendorFees.id, id), 1)
  if (!row) throw notFound()
  return row
}

const selectFees = async (db: Db, where: SQL | undefined, limit: number): Promise<FeeRow[]> => {
  const rows = await db
    .select({ fee: vendorFees, company: prospects.company })
    .from(vendorFees)
    .innerJoin(prospects, eq(prospects.id, vendorFees.prospectId))
    .where(where)
    .orderBy(desc(vendorFees.recordedAt), desc(vendorFees.id))
    .limit(limit)
  return rows.map(({ fee, company }) => ({ ...fee, company }))
}

/** One row a currency: they are never added. */
export const listFeeTotals = (db: Db): Promise<VendorFeeTotal[]> =>
  db.select().from(vendorFeeTotals).orderBy(asc(vendorFeeTotals.currency)).limit(200)

/** What a customer was told that we earn from (VEN1): from whom and by which rule, no amounts. */
export const listDisclosedFees = (db: Db, prospectId: string) =>
  db
    .select({
      id: vendorFees.id,
      vendor: vendorFees.vendor,
      rule: vendorFees.rule,
      disclosedOn: vendorFees.disclosedOn,
      disclosedHow: vendorFees.disclosedHow,
    })
    .from(vendorFees)
    .where(and(eq(vendorFees.prospectId, prospectId), isNotNull(vendorFees.disclosedOn)))
    .orderBy(desc(vendorFees.recordedAt), desc(vendorFees.id))
    .limit(20)

/** The one prospect of this domain that was not erased; undefined for none, and for more than one. */
export async function findProspectOfDomain(db: Db, domain: string): Promise<string | undefined> {
  const rows = await db
    .select({ id: prospects.id })
    .from(prospects)
    .where(and(eq(prospects.domain, domain), sql`${prospects.erasedAt} is null`))
    .limit(2)
  return rows.length === 1 ? rows[0]?.id : undefined
}
