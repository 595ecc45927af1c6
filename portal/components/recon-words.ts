import type { ReconJob } from '../../schema/reconciliation.ts'
import type { PullName } from '../../schema/records.ts'

/** What each comparison holds beside each other. */
export const jobInWords: Record<ReconJob, { name: string; what: string }> = {
  R1: { name: 'R1 Payouts', what: 'Payouts that nobody could prove, with Stripe’s transfers of each' },
  R2: { name: 'R2 Transfers', what: 'Our transfers at Stripe with our paid payouts, both ways' },
  R3: { name: 'R3 Cash', what: 'What moved our balance at Stripe with our account of paid money, day by day' },
  R4: { name: 'R4 Clearing', what: 'What is in flight with the open payouts, and for how long' },
  R5: { name: 'R5 Completeness', what: 'What customers paid and got back at Stripe with our commissions' },
  R6: { name: 'R6 Sealed logs', what: 'The chain over our logs with its copy outside' },
  R7: { name: 'R7 Restore', what: 'After a restore: everything since, both ways' },
  R8: { name: 'R8 Commissions', what: 'Commissions with accounts, and payouts with banks' },
  books: { name: 'The books', what: 'The rules that our own books keep' },
}

/** When each comparison is made. */
export const jobRuns: Record<ReconJob, string> = {
  R1: 'every five minutes',
  R2: 'hourly',
  R3: 'daily',
  R4: 'every five minutes',
  R5: 'daily',
  R6: 'daily',
  R7: 'after a restore',
  R8: 'daily',
  books: 'daily',
}

/** Stripe's lists that are read daily. */
export const listInWords: Record<PullName, string> = {
  undelivered: 'Events that did not arrive',
  events: 'Events',
  refunds: 'Refunds',
  disputes: 'Disputes',
  credit_notes: 'Credit notes',
  transfers: 'Transfers',
  bank_payouts: 'Payouts to banks',
}
