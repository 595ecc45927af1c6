import type { FoundTransfer } from '../stripe/port.ts'
import { quietMs } from './rules.ts'
import { isTransferOf } from './rules-run.ts'

type StuckPayout = { id: string; amountMinor: number; currency: string; destination: string; lastSentAt: Date | null }

/** What Stripe's transfers prove about a stuck payout; `open` says what is missing for a decision. */
export type Evidence = { outcome: 'paid'; transfer: string } | { outcome: 'released' } | { outcome: 'open'; why: string }

/**
 * Reads the evidence of row 14: paid is exactly one transfer that stands and equals what was ordered, released is none that
 * stands. A transfer that was taken back whole does not stand; any other has to be, at Stripe, before anybody can decide.
 */
export function evidenceOf(payout: StuckPayout, found: readonly FoundTransfer[], now: Date): Evidence {
  const standing = found.filter(({ amountMinor, reversedMinor }) => reversedMinor < amountMinor)
  const [only, ...others] = standing
  if (others.length > 0) {
    return { outcome: 'open', why: 'Stripe shows more than one transfer that stands. Reverse whole at Stripe what should not be there.' }
  }
  if (only) {
    if (isTransferOf(payout, only)) return { outcome: 'paid', transfer: only.id }
    return { outcome: 'open', why: 'The transfer that Stripe shows is not the one that was ordered. Reverse it whole at Stripe.' }
  }
  const quietFrom = (payout.lastSentAt?.getTime() ?? 0) + quietMs
  if (now.getTime() < quietFrom) {
    return { outcome: 'open', why: 'Stripe was asked less than an hour ago: a request may still arrive there. Look again later.' }
  }
  return { outcome: 'released' }
}

/** Whether what was proposed is what the evidence says now. */
export const isProven = (proposed: { outcome: 'paid' | 'released'; transfer: string | null }, evidence: Evidence): boolean =>
  proposed.outcome === evidence.outcome && proposed.transfer === (evidence.outcome === 'paid' ? evidence.transfer : null)
