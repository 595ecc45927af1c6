import { type Currency, payableUnit } from '../../schema/currency.ts'
import type { FoundTransfer } from '../stripe/port.ts'
import { quietMs } from './rules.ts'
import { isTransferOf } from './rules-run.ts'

type StuckPayout = { id: string; amountMinor: number; currency: Currency; destination: string; lastSentAt: Date | null }

/**
 * What Stripe's transfers prove about a stuck payout; `open` says what is missing for a decision. `adjustMinor` is what was ordered
 * less what the transfer carries: the company owes the partner as much more after it, or less where that is negative.
 */
export type Evidence =
  | { outcome: 'paid'; transfer: string; adjustMinor: number }
  | { outcome: 'released' }
  | { outcome: 'open'; why: string }

/**
 * Reads the evidence of row 14: paid is exactly one transfer that stands and is what was ordered, if with another amount, released is
 * none that stands. A transfer that was taken back whole does not stand; any other has to be, at Stripe, before anybody can decide.
 */
export function evidenceOf(payout: StuckPayout, found: readonly FoundTransfer[], now: Date): Evidence {
  const standing = found.filter(({ amountMinor, reversedMinor }) => reversedMinor < amountMinor)
  const [only, ...others] = standing
  if (others.length > 0) {
    return { outcome: 'open', why: 'Stripe shows more than one transfer that stands. Reverse whole at Stripe what should not be there.' }
  }
  if (only) {
    const adjustMinor = payout.amountMinor - only.amountMinor
    const isOrdered = isTransferOf({ ...payout, amountMinor: only.amountMinor }, only)
    if (isOrdered && adjustMinor % payableUnit(payout.currency) === 0) return { outcome: 'paid', transfer: only.id, adjustMinor }
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
