import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { deals } from '../../schema/deals.ts'
import type { Db } from '../database.ts'

/** What a prospect bought, by currency: the deals that its talks may have moved. */
export const listInfluenced = (db: Db, prospectId: string): Promise<{ currency: Currency; amountMinor: number; n: number }[]> =>
  db
    .select({ currency: deals.currency, amountMinor: sql<number>`sum(${deals.amountMinor})`, n: sql<number>`count(*)` })
    .from(deals)
    .where(and(eq(deals.prospectId, prospectId), inArray(deals.status, ['won', 'ended'])))
    .groupBy(deals.currency)
    .orderBy(deals.currency)
