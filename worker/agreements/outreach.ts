import { and, eq, isNotNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { customers } from '../../schema/customers.ts'
import { audit } from '../../schema/records.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { Refusal } from '../errors.ts'
import { asTime } from '../payouts/parameters.ts'
import { categoryOf } from './category.ts'

/** CAT6: the mail of the programme to this customer has ended. An agreement in force makes it no regular customer, so it ends that end. */
export const hasOutreachEnded = (prospectId: SQLWrapper, at: Date): SQL =>
  sql`exists (select 1 from customers oe where oe.prospect_id = ${prospectId} and oe.outreach_ended_at is not null
    and ${categoryOf(sql`oe.prospect_id`, at)} = 'regular')`

export async function isOutreachEnded(db: Db, prospectId: string, at: Date): Promise<boolean> {
  const [row] = await db.all<{ ended: number }>(sql`select ${hasOutreachEnded(sql`${prospectId}`, at)} as ended`)
  return row?.ended === 1
}

/** Before a person of ours asks a customer for something. @throws Refusal outreach_ended */
export async function requireOutreach(db: Db, prospectId: string, at: Date): Promise<void> {
  if (await isOutreachEnded(db, prospectId, at))
    throw new Refusal(
      'outreach_ended',
      'Its work is closed and it is a regular customer, so it gets no mail from the programme. On its page you can decide to write to it again.',
    )
}

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
