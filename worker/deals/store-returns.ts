import { inArray, sql } from 'drizzle-orm'
import { paymentFacts } from '../../schema/deals.ts'
import type { Db } from '../database.ts'

/** Of these refunds, disputes and credit notes, those we know, each with the status we know it in. */
export async function listReturnsOf(db: Db, objects: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ object: paymentFacts.object, status: paymentFacts.status })
    .from(paymentFacts)
    .where(inArray(paymentFacts.object, sql`(select value from json_each(${JSON.stringify(objects)}))`))
  return new Map(rows.map(({ object, status }) => [object, status]))
}
