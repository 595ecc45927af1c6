import { eq, sql } from 'drizzle-orm'
import { payouts, stops } from '../../schema/payouts.ts'
import type { Db } from '../database.ts'
import { asTime } from './parameters.ts'

/**
 * In SQL, of payouts `o`: what its transfer carries, which is what was ordered, or what two people found when they decided about a stuck
 * one (`adjustmentOf`).
 */
export const carriedMinor = sql`o.amount_minor - coalesce((select q.amount_minor from ledger_requests q where q.id = 'req_' || o.id and q.status = 'confirmed'), 0)`

/** Whether a payout is paid by this transfer. */
export async function hasSettled(db: Db, transfer: string): Promise<boolean> {
  const rows = await db.select({ id: payouts.id }).from(payouts).where(eq(payouts.transfer, transfer))
  return rows.length > 0
}

export async function findPayout(db: Db, id: string) {
  const [payout] = await db.select().from(payouts).where(eq(payouts.id, id))
  return payout
}

/** A statement: nothing of this scope is leased from here on; one that stands already stays as it is. */
export const stopStatement = (db: Db, scope: string, reason: string, by: string, at: Date) =>
  db
    .insert(stops)
    .select(sql`select ${scope}, ${reason}, ${by}, ${asTime(at)}, null where not exists (select 1 from stops where scope = ${scope})`)
