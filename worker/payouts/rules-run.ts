import type { Currency } from '../../schema/currency.ts'
import type { RunStatus } from '../../schema/payout-runs.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'

/** What a payout's id is computed from: a restored plan makes the same ids (money.md 3). */
export const payoutIdText = (runId: string, partnerId: string, currency: string): string => `${runId}|${partnerId}|${currency}`

export type PrintedPayout = {
  payoutId: string
  partnerId: string
  currency: string
  amountMinor: number
  destination: string
  destinationVersion: number
  /** `commission:amount` of each line by commission id, joined by commas. */
  lines: string
}

/** What an approver signs: every payout by id. One changed amount, line or destination is another text. */
export const fingerprintText = (payouts: readonly (Omit<PrintedPayout, 'lines'> & { lineDigest: string })[]): string =>
  [...payouts]
    .sort((a, b) => (a.payoutId < b.payoutId ? -1 : 1))
    .map((each) =>
      [each.payoutId, each.partnerId, each.amountMinor, each.currency, each.destination, each.destinationVersion, each.lineDigest].join(
        '|',
      ),
    )
    .join('\n')

export type Caps = { currency: string; payoutMinor: number; runMinor: number; hourMinor: number; firstMinor: number }

/** What of a plan is held against the caps, by currency. */
export type CapFacts = { currency: Currency; totalMinor: number; largestMinor: number; largestFirstMinor: number }

/**
 * Why a second approver is needed, in words; nobody is when it is empty. A currency without caps needs one for every payout
 * in it (money.md 11). At the cap is not above it.
 */
export function secondApproverReasons(facts: readonly CapFacts[], caps: readonly Caps[]): string[] {
  return facts.flatMap((fact) => {
    const cap = caps.find(({ currency }) => currency === fact.currency)
    const code = fact.currency.toUpperCase()
    if (!cap) return [`There are no caps for ${code}.`]
    return [
      fact.largestMinor > cap.payoutMinor ? `A payout is above the cap for one payout in ${code}.` : '',
      fact.totalMinor > cap.runMinor ? `The run is above the cap for a run in ${code}.` : '',
      fact.largestFirstMinor > cap.firstMinor ? `A partner's first payout is above the cap for first payouts in ${code}.` : '',
    ].filter(Boolean)
  })
}

export type RunTotal = { currency: Currency; n: number; amountMinor: number }

/** This run's totals beside the last one's: the difference per currency, currencies never added. */
export function differenceTo(last: readonly RunTotal[] | undefined, now: readonly RunTotal[]): RunTotal[] {
  const currencies = [...new Set([...now, ...(last ?? [])].map(({ currency }) => currency))].sort()
  const of = (totals: readonly RunTotal[] | undefined, currency: Currency) => totals?.find((each) => each.currency === currency)
  return currencies.map((currency) => ({
    currency,
    n: (of(now, currency)?.n ?? 0) - (of(last, currency)?.n ?? 0),
    amountMinor: (of(now, currency)?.amountMinor ?? 0) - (of(last, currency)?.amountMinor ?? 0),
  }))
}

const nextRun: Record<RunStatus, readonly RunStatus[]> = {
  draft: ['submitted', 'cancelled'],
  submitted: ['approved', 'refused', 'cancelled'],
  approved: ['sending', 'cancelled'],
  sending: ['done'],
  done: [],
  refused: [],
  cancelled: [],
}
export const runMayBecome = (from: RunStatus, to: RunStatus): boolean => nextRun[from].includes(to)

const nextPayout: Record<PayoutStatus, readonly PayoutStatus[]> = {
  reserved: ['sending', 'released', 'unknown'],
  sending: ['paid', 'released', 'unknown', 'stuck'],
  unknown: ['paid', 'reserved', 'released', 'stuck'],
  stuck: ['paid', 'released'],
  paid: [],
  released: [],
}
export const payoutMayBecome = (from: PayoutStatus, to: PayoutStatus): boolean => nextPayout[from].includes(to)

export const isOpen = (status: PayoutStatus): boolean => nextPayout[status].length > 0

/** Whether a transfer that Stripe shows is the one a payout ordered. */
export const isTransferOf = (
  payout: { id: string; amountMinor: number; currency: string; destination: string },
  transfer: { payoutId: string; amountMinor: number; currency: string; destination: string; transferGroup: string | null },
): boolean =>
  transfer.payoutId === payout.id &&
  transfer.amountMinor === payout.amountMinor &&
  transfer.currency === payout.currency &&
  transfer.destination === payout.destination &&
  transfer.transferGroup === payout.id

/** Whether a transfer was reversed whole: its money is ours again. */
export const isTakenBack = ({ amountMinor, reversedMinor }: { amountMinor: number; reversedMinor: number }): boolean =>
  reversedMinor === amountMinor

/** What a refusal by Stripe blocks besides this payout (money.md 6). */
export function consequenceOf(code: string | null): 'fund' | 'restrict' | 'close' | 'bug' {
  if (code === 'balance_insufficient') return 'fund'
  if (code === 'resource_missing' || code === 'account_invalid') return 'close'
  if (code?.startsWith('parameter_') || code?.startsWith('amount_too_')) return 'bug'
  return 'restrict'
}
