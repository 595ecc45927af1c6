import { isCurrency, payableUnit } from '../../schema/currency.ts'
import type { Payout, PayoutStatus } from '../../schema/payouts.ts'
import type { ListedTransfer } from '../stripe/port-lists.ts'
import { isOpen, isTakenBack, isTransferOf } from './rules-run.ts'

const dayMs = 86_400_000

/**
 * What is pulled and compared begins four days before the restored moment. Stripe sends an event again for three days: one that is older
 * than the restored moment may have been acknowledged after it, and is in no list of undelivered ones any more. A day for the clocks.
 */
export const sinceOfRestore = (restoredTo: Date): Date => new Date(restoredTo.getTime() - 4 * dayMs)

/** Cloudflare keeps thirty days of a database, and Stripe as many of its events. */
export const restorableDays = 30

/** A payout here, with what its transfer carries, and how much of that our books say was taken back. */
export type KnownPayout = Pick<Payout, 'id' | 'amountMinor' | 'currency' | 'destination' | 'transfer'> & {
  status: PayoutStatus
  reversedMinor: number
}

/**
 * What does not agree between a transfer at Stripe and the payout it names: a sentence, `forgotten` when that payout is not here, or
 * nothing. A stuck payout is known and waits for people; it is sent no more. What was taken back whole, and paid nothing, agrees.
 */
export function differenceOf(transfer: ListedTransfer, payout: KnownPayout | undefined): string | 'forgotten' | undefined {
  if (!payout) return 'forgotten'
  if (payout.status === 'stuck') return undefined
  if (!isOpen(payout.status) && payout.transfer !== transfer.id && isTakenBack(transfer)) return undefined
  if (payout.status === 'released') return 'The payout was released, and Stripe shows a transfer for it.'
  if (payout.status !== 'paid') return 'The payout is still open: it is looked up an hour after the epoch was raised.'
  if (payout.transfer !== transfer.id) return 'The payout was paid by another transfer.'
  if (!isTransferOf(payout, transfer)) return 'The transfer is not what the payout ordered.'
  if (payout.reversedMinor !== transfer.reversedMinor) return 'What was taken back of the transfer is not what our books say.'
  return undefined
}

/** What of a forgotten transfer can be looked up here. */
export type Origins = {
  /** The id that its run, partner and currency make. */
  payoutId: string
  hasPartner: boolean
  /** Whether the partner has, or had, this destination. */
  hasDestination: boolean
  /** Whether another transfer names the same payout. */
  hasTwin: boolean
}

/** Why a forgotten transfer cannot be taken in as it is, and what to do; nothing when it can. */
export function problemOf(transfer: ListedTransfer, origins: Origins): string | undefined {
  const { currency, amountMinor, partnerId, destination } = transfer
  if (!isCurrency(currency))
    return `Goodword does not know the currency ${currency.toUpperCase()}. Was it made by hand? Take our metadata off it at Stripe.`
  if (amountMinor % payableUnit(currency) !== 0)
    return 'No payout has such an amount. Was it made by hand? Take our metadata off it at Stripe.'
  if (!/^run_\d{4}-\d{2}_\d{1,6}$/.test(transfer.runId) || origins.payoutId !== transfer.payoutId) {
    return 'Its payout does not follow from the run, partner and currency it names: its metadata was altered. Correct that at Stripe, then compare again.'
  }
  if (transfer.transferGroup !== transfer.payoutId)
    return 'Its transfer group is not its payout. Correct that at Stripe, then compare again.'
  if (origins.hasTwin)
    return 'Two transfers name this payout. Reverse whole at Stripe the one that should not be there, and take our metadata off it.'
  if (!origins.hasPartner) {
    return `There is no partner ${partnerId} here: it was added after the restored moment. Put it back under this id, or restore a later moment; then compare again.`
  }
  if (!origins.hasDestination) {
    return `${destination} is not known as this partner’s account: it was opened after the restored moment. Let its owner press Get paid, which finds it again; then compare again.`
  }
  return undefined
}

/** What people propose and confirm: a digest of this text is what they were shown. */
export const shownText = (adoptions: readonly { transfer: string; payoutId: string; amountMinor: number; currency: string }[]): string =>
  adoptions
    .map(({ transfer, payoutId, amountMinor, currency }) => [transfer, payoutId, amountMinor, currency].join('|'))
    .sort()
    .join('\n')
