import { eq, inArray } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import { paymentRefusals, payments } from '../../schema/deals.ts'
import { payouts } from '../../schema/payouts.ts'
import { attributions } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'

/** Why payments of a deal earned nothing. */
export const listRefusals = (db: Db, dealId: string) =>
  db
    .select({ paymentId: paymentRefusals.paymentId, reason: paymentRefusals.reason })
    .from(paymentRefusals)
    .innerJoin(payments, eq(payments.id, paymentRefusals.paymentId))
    .where(eq(payments.dealId, dealId))
    .limit(500)

/** The payouts in which commissions of a deal went. */
export const listPayoutsOfDeal = (db: Db, dealId: string) =>
  db
    .select({
      id: payouts.id,
      runId: payouts.runId,
      status: payouts.status,
      transfer: payouts.transfer,
      reservedAt: payouts.reservedAt,
      finishedAt: payouts.finishedAt,
    })
    .from(payouts)
    .where(inArray(payouts.id, db.select({ id: commissions.payoutId }).from(commissions).where(eq(commissions.dealId, dealId))))
    .limit(500)

export async function findReasonOfCredit(db: Db, attributionId: string): Promise<string> {
  const [row] = await db.select({ reason: attributions.reason }).from(attributions).where(eq(attributions.id, attributionId))
  return row?.reason ?? ''
}
