import { and, desc, eq, sql } from 'drizzle-orm'
import { payouts } from '../../schema/payouts.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'

const columns = {
  id: payouts.id,
  partnerId: payouts.partnerId,
  currency: payouts.currency,
  amountMinor: payouts.amountMinor,
  status: payouts.status,
  reason: payouts.reason,
  destination: payouts.destination,
  transfer: payouts.transfer,
  reservedAt: payouts.reservedAt,
  finishedAt: payouts.finishedAt,
}

/** A partner's payouts, newest first; one more than a page, to see whether there is a next one. */
export const listPayoutsOfPartner = (db: Db, partnerId: string, cursor?: Cursor, limit = pageSize + 1) =>
  db
    .select(columns)
    .from(payouts)
    .where(and(eq(payouts.partnerId, partnerId), behind(cursor, payouts.reservedAt, payouts.id)))
    .orderBy(desc(payouts.reservedAt), desc(payouts.id))
    .limit(limit)

type PartnerPayout = Awaited<ReturnType<typeof listPayoutsOfPartner>>[number]

/** Undefined for another partner's, as for one that does not exist. */
export async function findPayoutOfPartner(db: Db, partnerId: string, id: string): Promise<PartnerPayout | undefined> {
  const [payout] = await db
    .select(columns)
    .from(payouts)
    .where(and(eq(payouts.id, id), eq(payouts.partnerId, partnerId)))
  return payout
}

/** What a partner has in payouts that are on their way, per currency. */
export const listOnTheWay = (db: Db, partnerId: string) =>
  db
    .select({ currency: payouts.currency, amountMinor: sql<number>`sum(${payouts.amountMinor})` })
    .from(payouts)
    .where(and(eq(payouts.partnerId, partnerId), sql`${payouts.status} in ('reserved','sending','unknown','stuck')`))
    .groupBy(payouts.currency)
    .orderBy(payouts.currency)
