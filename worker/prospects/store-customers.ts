import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import {
  type Customer,
  customers,
  type Grievance,
  type GrievanceStatus,
  grievances,
  type Motion,
  type Standing,
} from '../../schema/customers.ts'
import { partners } from '../../schema/people.ts'
import type { Category } from '../../schema/proposals.ts'
import { prospects } from '../../schema/prospects.ts'
import { categoryOf } from '../agreements/category.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** @throws Refusal not_found */
export async function getCustomer(db: Db, prospectId: string): Promise<Customer & { company: string; level: number }> {
  const [row] = await db
    .select({ customer: customers, company: prospects.company, level: prospects.level })
    .from(customers)
    .innerJoin(prospects, eq(prospects.id, customers.prospectId))
    .where(eq(customers.prospectId, prospectId))
  if (!row) throw notFound()
  return { ...row.customer, company: row.company, level: row.level }
}

export type CustomerFilter = {
  standing?: Standing | undefined
  motion?: Motion | undefined
  category?: Category | undefined
  level?: number | undefined
}

const isPartner =
  sql<boolean>`exists (select 1 from partners p where p.prospect_id = ${customers.prospectId} and p.status = 'active')`.mapWith(Boolean)
const unsettled = sql<number>`(select count(*) from grievances g where g.prospect_id = ${customers.prospectId} and g.status <> 'settled')`

const columnsAt = (at: Date) => ({
  id: customers.prospectId,
  company: prospects.company,
  domain: prospects.domain,
  category: categoryOf(customers.prospectId, at),
  isPartner,
  standing: customers.standing,
  motion: customers.motion,
  level: prospects.level,
  customerSince: customers.customerSince,
  lapsedAt: customers.lapsedAt,
  wonBackAt: customers.wonBackAt,
  unsettled,
})

/**
 * Customers, the newest first, one more than a page. Of a category come first those that have an agreement at all, so that a filter by it
 * reads agreements and not every customer.
 */
export const listCustomers = (db: Db, filter: CustomerFilter, at: Date, cursor: Cursor | undefined, limit = pageSize + 1) =>
  db
    .select(columnsAt(at))
    .from(customers)
    .innerJoin(prospects, eq(prospects.id, customers.prospectId))
    .where(and(fits(filter, at), behind(cursor, customers.customerSince, customers.prospectId)))
    .orderBy(desc(customers.customerSince), desc(customers.prospectId))
    .limit(limit)

export type CustomerRow = Awaited<ReturnType<typeof listCustomers>>[number]

const fits = ({ standing, motion, category, level }: CustomerFilter, at: Date): SQL | undefined =>
  and(
    standing && eq(customers.standing, standing),
    motion && eq(customers.motion, motion),
    level === undefined ? undefined : sql`${prospects.level} = cast(${level} as integer)`,
    category && category !== 'regular'
      ? sql`${customers.prospectId} in (select a.prospect_id from agreements a where a.status = 'signed')`
      : undefined,
    category && sql`${categoryOf(customers.prospectId, at)} = ${category}`,
  )

export const listGrievances = (db: Db, prospectId: string): Promise<Grievance[]> =>
  db
    .select()
    .from(grievances)
    .where(eq(grievances.prospectId, prospectId))
    .orderBy(desc(grievances.openedAt), desc(grievances.id))
    .limit(50)

/** @throws Refusal not_found, for another customer's as well */
export async function getGrievance(db: Db, prospectId: string, id: string): Promise<Grievance> {
  const [row] = await db
    .select()
    .from(grievances)
    .where(and(eq(grievances.id, id), eq(grievances.prospectId, prospectId)))
  if (!row) throw notFound()
  return row
}

/** What is on the way back: every customer that lapsed, with its newest grievance, the longest gone first. */
export const listLapsed = (db: Db, at: Date) =>
  db
    .select({
      ...columnsAt(at),
      noGrievance: customers.noGrievance,
      grievance: sql<
        string | null
      >`(select g.about from grievances g where g.prospect_id = ${customers.prospectId} order by g.opened_at desc, g.id desc limit 1)`,
      grievanceStatus: sql<GrievanceStatus | null>`(select g.status from grievances g where g.prospect_id = ${customers.prospectId} order by g.opened_at desc, g.id desc limit 1)`,
      hasWonSince: wonSince.mapWith(Boolean),
    })
    .from(customers)
    .innerJoin(prospects, eq(prospects.id, customers.prospectId))
    .where(eq(customers.standing, 'lapsed'))
    .orderBy(asc(customers.lapsedAt), asc(customers.prospectId))
    .limit(pageSize)

const wonSince = sql<boolean>`exists (select 1 from deals d where d.prospect_id = ${customers.prospectId} and d.status in ('won', 'ended')
  and d.won_at >= ${customers.lapsedAt})`

export async function hasWonSinceLapse(db: Db, prospectId: string): Promise<boolean> {
  const [row] = await db
    .select({ found: wonSince.mapWith(Boolean) })
    .from(customers)
    .where(eq(customers.prospectId, prospectId))
  return row?.found ?? false
}

/** Deals of a prospect that something was paid on, renewals and pilots apart: from the second on it is a repeat customer (A6). */
export async function countPaidDeals(db: Db, prospectId: string): Promise<number> {
  const [row] = await db.all<{ n: number }>(sql`select count(*) as n from deals d where d.prospect_id = ${prospectId}
    and exists (select 1 from payments p where p.deal_id = d.id)
    and not exists (select 1 from deal_details k where k.deal_id = d.id and (k.pilot = 1 or k.renews_deal_id is not null))`)
  return row?.n ?? 0
}

/** The partner that a customer is, if it is one. */
export async function findPartnerOfCustomer(db: Db, prospectId: string) {
  const [row] = await db
    .select({ id: partners.id, name: partners.name, status: partners.status })
    .from(partners)
    .where(eq(partners.prospectId, prospectId))
    .limit(1)
  return row
}
