import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type ReferenceFact, referenceFacts } from '../../schema/reports.ts'
import { hasPublicGrant } from '../agreements/category.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'

/**
 * Each of the three facts of a customer's reference level as a condition of a query (LEV1): a live permission of calls, a live public one of its
 * organisation, and a talk, webinar or booth that was held. Nothing stores them, so they follow at once.
 */
export const factOf = (prospectId: SQLWrapper, at: Date): Record<ReferenceFact, SQL> => ({
  takes_calls: sql`exists (select 1 from grants g where g.prospect_id = ${prospectId} and g.status = 'given' and g.kind = 'calls'
    and g.starts_on <= ${dayOf(at)} and g.ends_on >= ${dayOf(at)})`,
  can_be_named: hasPublicGrant(prospectId, at),
  has_co_marketed: sql`exists (select 1 from activities a where a.customer_id = ${prospectId} and a.status = 'held'
    and a.kind in ('conference_talk', 'webinar', 'shared_booth'))`,
})

/** Which facts hold of some customers, by id, the strongest first. */
export async function factsOf(db: Db, customerIds: readonly string[], at: Date): Promise<Map<string, ReferenceFact[]>> {
  const { takes_calls, can_be_named, has_co_marketed } = factOf(sql`ids.value`, at)
  const rows = await db.all<{ id: string } & Record<ReferenceFact, number>>(
    sql`select ids.value as id, ${takes_calls} as takes_calls, ${can_be_named} as can_be_named, ${has_co_marketed} as has_co_marketed
      from json_each(${JSON.stringify(customerIds)}) ids`,
  )
  return new Map(rows.map((row) => [row.id, referenceFacts.filter((fact) => row[fact] === 1)]))
}

/** For a list: those with the strongest fact first, and as they came where it is the same (LEV1). */
export const byStrongest =
  (facts: ReadonlyMap<string, readonly ReferenceFact[]>) =>
  (one: { customerId: string }, other: { customerId: string }): number =>
    rankOf(facts.get(one.customerId)) - rankOf(facts.get(other.customerId))

const rankOf = ([strongest]: readonly ReferenceFact[] = []): number =>
  strongest === undefined ? referenceFacts.length : referenceFacts.indexOf(strongest)
