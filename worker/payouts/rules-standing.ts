import type { Readiness } from '../../schema/payout-destinations.ts'
import type { RunStatus } from '../../schema/payout-runs.ts'
import type { Payout } from '../../schema/payouts.ts'
import type { PartnerStatus } from '../../schema/people.ts'
import { keyWallMs, slotAheadMs } from './rules.ts'

/** A payout with all that decides what may happen to it next. */
export type Standing = {
  payout: Payout
  runStatus: RunStatus
  /** When its run was held against Stripe last. */
  checkedAt: Date | null
  isPaused: boolean
  /** The rest of its run was cancelled. */
  isCancelled: boolean
  isStopped: boolean
  newestEpoch: number
  partnerStatus: PartnerStatus
  currentVersion: number
  readiness: Readiness | null
  holdUntil: Date | null
  /** The next free slot of the pace. */
  nextSlotAt: Date
  /** Sent in this hour with this payout, above the cap. */
  isAboveHourCap: boolean
}

export type Step =
  | { do: 'send' | 'look_up' | 'nothing' | 'pause_for_cap' }
  | { do: 'wait_for_slot'; until: Date }
  | { do: 'release' | 'mark_unknown'; reason: string }

/**
 * What a payout needs now (money.md 5). Every answer is a proposal: the batch that follows carries its conditions again, in SQL,
 * where nothing can move in between.
 */
export function stepOf(standing: Standing, moneyEpoch: number, now: Date): Step {
  const { payout } = standing
  if (payout.status === 'unknown') return { do: payout.nextAt <= now ? 'look_up' : 'nothing' }
  if (payout.status !== 'reserved' && payout.status !== 'sending') return { do: 'nothing' }
  if (payout.epoch < moneyEpoch) return { do: 'mark_unknown', reason: 'restored' }
  if (payout.nextAt > now || payout.leaseUntil >= now) return { do: 'nothing' }

  if (payout.status === 'reserved') {
    const reason = notPayable(standing)
    if (reason) return { do: 'release', reason }
    if (standing.readiness !== 'active' || !standing.holdUntil || standing.holdUntil > now) return { do: 'nothing' }
  } else if (isKeyTooOld(payout, now)) {
    return { do: 'mark_unknown', reason: 'key_too_old' }
  }
  return mayLeave(standing, moneyEpoch, now)
}

/** Why a payout that was never tried will not be: row 3, and row 12 for one that a look-up did not find. */
export function notPayable({ payout, isCancelled, partnerStatus, currentVersion, readiness }: Standing): string | undefined {
  if (isCancelled) return 'cancelled'
  if (partnerStatus !== 'active') return 'partner_not_active'
  if (payout.destinationVersion !== currentVersion) return 'destination_changed'
  // `unknown`: Stripe could not be asked, which says nothing about the account.
  if (readiness !== 'active' && readiness !== 'unknown') return 'restricted'
  return undefined
}

const isKeyTooOld = ({ firstSentAt }: Payout, now: Date): boolean =>
  firstSentAt !== null && now.getTime() - firstSentAt.getTime() >= keyWallMs

function mayLeave(standing: Standing, moneyEpoch: number, now: Date): Step {
  const { payout, nextSlotAt } = standing
  if (standing.runStatus !== 'sending' || standing.isPaused || standing.isStopped) return { do: 'nothing' }
  if (payout.epoch !== moneyEpoch || standing.newestEpoch !== moneyEpoch) return { do: 'nothing' }
  if (standing.isAboveHourCap && payout.tries === 0) return { do: 'pause_for_cap' }
  if (nextSlotAt.getTime() > now.getTime() + slotAheadMs) return { do: 'wait_for_slot', until: nextSlotAt }
  return { do: 'send' }
}
