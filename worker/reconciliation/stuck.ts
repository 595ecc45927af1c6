import type { Payout } from '../../schema/payouts.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { closeClean, type FoundBreak, openBreaks, ranQuietly } from './store-breaks.ts'
import { listStuck } from './store-clearing.ts'

const stuckAtMost = 500

/** R1, statements: each payout that is stuck is a break until two people have decided. Whoever marked it stuck has called finance. */
export async function stuckStatements(db: Db, at: Date): Promise<Statement[]> {
  const stuck = await listStuck(db, stuckAtMost)
  const opened = openBreaks(db, 'R1', stuck.map(breakOfStuck), at)
  const subjects = stuck.map(({ id }) => id)
  return [...opened, ...(stuck.length < stuckAtMost ? closeClean(db, 'R1', subjects, at) : []), ranQuietly(db, 'R1', at)]
}

const whatByReason: Record<string, string> = {
  several: 'Stripe shows more than one transfer for a payout.',
  differs: 'The transfer that Stripe shows for a payout is not the one that was ordered.',
}

type StuckPayout = Pick<Payout, 'id' | 'partnerId' | 'currency' | 'amountMinor' | 'runId' | 'reason'>

export const breakOfStuck = ({ id, partnerId, currency, amountMinor, runId, reason }: StuckPayout): FoundBreak => ({
  subject: id,
  what: whatByReason[reason ?? ''] ?? 'Stripe kept a payout and may still carry it out.',
  partnerId,
  currency,
  expectedMinor: amountMinor,
  detail: { payout: id, run: runId },
})
