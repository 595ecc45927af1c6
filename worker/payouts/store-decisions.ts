import { desc, eq } from 'drizzle-orm'
import { type PayoutDecision, payoutDecisions } from '../../schema/decisions.ts'
import type { Db } from '../database.ts'

/** What was proposed about a stuck payout, the newest first; only the first can be open. */
export const listDecisions = (db: Db, payoutId: string): Promise<PayoutDecision[]> =>
  db.select().from(payoutDecisions).where(eq(payoutDecisions.payoutId, payoutId)).orderBy(desc(payoutDecisions.n)).limit(20)
