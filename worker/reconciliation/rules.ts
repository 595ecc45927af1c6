import type { PayoutStatus } from '../../schema/payouts.ts'
import { dayOf, startOf } from '../day-shape.ts'

const hourMs = 3_600_000
export const dayMs = 24 * hourMs

export const dayAfter = (day: string, days = 1): string => dayOf(new Date(startOf(day).getTime() + days * dayMs))

/** From when a walk looks: so long back, and further where the last complete one ended earlier. */
export const sinceOf = (completeUntil: Date | null | undefined, at: Date, reachMs: number, overlapMs: number): Date =>
  new Date(Math.min(at.getTime() - reachMs, completeUntil ? completeUntil.getTime() - overlapMs : Number.POSITIVE_INFINITY))

export const reach = { transfers: 26 * hourMs, transfersOverlap: 2 * hourMs } as const

/** A payout as R2 holds it against a transfer. */
export type PaidPayout = {
  id: string
  status: PayoutStatus
  transfer: string | null
  /** What its transfer carries: what was ordered, or what two people found that it carried. */
  carriedMinor: number
  currency: string
  destination: string
}

type Transfer = { id: string; amountMinor: number; reversedMinor: number; currency: string; destination: string }

/**
 * What does not agree about a transfer at Stripe and its payout here; nothing while the payout is still open, or where money that
 * does not belong was taken back whole.
 */
export function differenceOf(transfer: Transfer, payout: PaidPayout | undefined): { what: string; expectedMinor?: number } | undefined {
  if (!payout) return { what: 'Stripe shows a transfer of ours whose payout is not known here.', expectedMinor: 0 }
  if (payout.status !== 'paid' && payout.status !== 'released') return undefined
  if (payout.transfer !== transfer.id) {
    if (transfer.reversedMinor === transfer.amountMinor) return undefined
    const what =
      payout.status === 'paid'
        ? 'Stripe shows a second transfer for a payout that another one paid.'
        : 'Stripe shows a transfer for a payout that was released.'
    return { what, expectedMinor: 0 }
  }
  if (transfer.amountMinor !== payout.carriedMinor || transfer.currency !== payout.currency)
    return { what: 'The transfer at Stripe carries another amount than the payout here.', expectedMinor: payout.carriedMinor }
  if (transfer.destination !== payout.destination) return { what: 'The transfer at Stripe went to another account than the payout here.' }
  return undefined
}

const twoHoursMs = 2 * hourMs
const outageMs = 26 * hourMs

/** How long money may be in flight before somebody must look: longer while Stripe does not answer, and until its backlog is gone. */
export const flightLimitMs = (outageSeenAt: Date | null, now: Date): number =>
  outageSeenAt && now.getTime() - outageSeenAt.getTime() < twoHoursMs + 10 * 60_000 ? outageMs : twoHoursMs

export const bankLegDays = 14
