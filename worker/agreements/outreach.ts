import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { customers } from '../../schema/customers.ts'
import { audit } from '../../schema/records.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { asTime } from '../payouts/parameters.ts'
import { categoryOf } from './category.ts'

/** Statements for the batch that closes an engagement: it was the last open work of a regular customer, so its programme mail ends (CAT6). */
export function outreachEnds(db: Db, prospectId: string, by: string, at: Date): Statement[] {
  const isOver = sql`c.prospect_id = ${prospectId} and c.outreach_ended_at is null and ${categoryOf(sql`c.prospect_id`, at)} = 'regular'
    and not exists (select 1 from engagements e where e.prospect_id = c.prospect_id and e.status <> 'closed')`
  return [
    db
      .insert(audit)
      .select(
        sql`select null, ${asTime(at)}, ${by}, 'customer.outreach_ended', c.prospect_id, null, '{}' from customers c where ${isOver}`,
      ),
    db
      .update(customers)
      .set({ outreachEndedAt: at, version: sql`${customers.version} + 1` })
      .where(and(eq(customers.prospectId, prospectId), sql`exists (select 1 from customers c where ${isOver})`)),
  ]
}

/** For somebody's batch: new work begins, or a person of ours decided so. */
export function outreachRestarts(db: Db, prospectId: string, by: string, at: Date): Statement[] {
  const isEnded = sql`c.prospect_id = ${prospectId} and c.outreach_ended_at is not null`
  return [
    db
      .insert(audit)
      .select(
        sql`select null, ${asTime(at)}, ${by}, 'customer.outreach_restarted', c.prospect_id, null, '{}' from customers c where ${isEnded}`,
      ),
    db
      .update(customers)
      .set({ outreachEndedAt: null, version: sql`${customers.version} + 1` })
      .where(and(eq(customers.prospectId, prospectId), isNotNull(customers.outreachEndedAt))),
  ]
}
