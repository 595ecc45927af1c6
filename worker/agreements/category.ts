import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Category } from '../../schema/proposals.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { eachOf } from '../payouts/parameters.ts'
import { publicKinds } from './rules-grants.ts'

/**
 * A customer's category (CAT1) as an expression of a query, for the customer whose id the first argument is: `sponsor` with a sponsor agreement in
 * force and a live public grant, `reference` with either agreement in force, else `regular`. Nothing stores it, so it follows at once.
 */
export const categoryOf = (prospectId: SQLWrapper, at: Date): SQL<Category> => {
  const today = dayOf(at)
  const inForce = sql`a.prospect_id = ${prospectId} and a.status = 'signed' and a.starts_on <= ${today} and a.ends_on >= ${today}
    and coalesce(a.notice_ends_on, ${today}) >= ${today}`
  return sql<Category>`case
    when exists (select 1 from agreements a where ${inForce} and a.kind = 'sponsor') and ${hasPublicGrant(prospectId, at)} then 'sponsor'
    when exists (select 1 from agreements a where ${inForce} and a.kind in ('sponsor', 'reference')) then 'reference'
    else 'regular' end`
}

/** Whether its organisation has a live grant by which it stands by us in public. */
export const hasPublicGrant = (prospectId: SQLWrapper, at: Date): SQL => {
  const today = dayOf(at)
  return sql`exists (select 1 from grants g where g.prospect_id = ${prospectId} and g.status = 'given' and g.scope = 'organisation'
    and g.kind in ${eachOf(publicKinds)} and g.starts_on <= ${today} and g.ends_on >= ${today})`
}

export async function findCategory(db: Db, prospectId: string, at: Date): Promise<Category> {
  const [row] = await db.all<{ category: Category }>(sql`select ${categoryOf(sql`${prospectId}`, at)} as category`)
  return row?.category ?? 'regular'
}
