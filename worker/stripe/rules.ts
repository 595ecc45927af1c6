import type { Answer, Outcome, TransferOrder } from './port.ts'

/** What is left of a call that did not succeed. No status: nobody can say whether Stripe carried it out. */
export type FailedCall = {
  statusCode: number | null
  code: string | null
  /** Stripe's own `type`; null when whoever answered was not Stripe. */
  rawType: string | null
  requestId: string | null
  message: string
  /** For so long we are asked to let Stripe be, if the answer says so. */
  retryAfterMs?: number | undefined
}

/** Stripe keeps such a request for a person and may carry it out later. Their http status is not settled (stripe.md 3, m). */
const keptCodes: readonly string[] = ['approval_required', 'action_blocked', 'request_blocked', 'anomalous_money_movement_request']

type UnsentKind = Exclude<Outcome['kind'], 'sent'>

/** A failed call as an outcome, by (status, code, raw type) and never by class or message: the table of money.md 6. */
export const outcomeOf = (failure: FailedCall): Outcome & { kind: UnsentKind } => ({
  kind: kindOf(failure),
  reason: failure.message,
  answer: { http: failure.statusCode, code: failure.code, requestId: failure.requestId },
  ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
})

function kindOf({ statusCode, code, rawType }: FailedCall): UnsentKind {
  if (statusCode === null || statusCode < 400) return 'doubt'
  if (statusCode >= 500 || statusCode === 408) return 'doubt'
  if (code !== null && keptCodes.includes(code)) return 'kept'
  if (statusCode === 409 || statusCode === 429 || code === 'rate_limit' || code === 'lock_timeout') return 'wait'
  // A fault of Stripe's own is no answer to the request, whatever status it comes under.
  if (statusCode === 424 || rawType === 'api_error') return 'doubt'
  if (rawType === 'idempotency_error') return 'unknown'
  if (statusCode === 403 && code === 'account_invalid') return 'refused'
  if (statusCode === 401 || statusCode === 403) return 'stop'
  // A 4xx in which Stripe cannot be recognised was written by something between us, and proves nothing.
  return rawType === null ? 'doubt' : 'refused'
}

/** Longer than this nobody makes us wait: whoever answers between us and Stripe may ask for anything. */
const longestAskedMs = 60_000

/** Our own pause, or the longer one that the answer asks for, a minute at most. */
export const pauseMs = (ownMs: number, retryAfterMs = 0): number => Math.max(ownMs, Math.min(retryAfterMs, longestAskedMs))

/** `Retry-After` in whole seconds; a date, which Stripe does not write, says nothing to us. */
export const retryAfterMsIn = (header: unknown): number | undefined =>
  typeof header === 'string' && /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : undefined

/** What of a transfer must equal the order; a string where Stripe may give more, null where it gives nothing. */
type TransferFacts = {
  id: string
  amountMinor: number
  currency: string
  destination: string | null
  transferGroup: string | null
  payoutId: string | null
  /** Of test mode where our key is live, or the other way round: no money of ours. */
  isOfOtherMode?: boolean
}

/** A 200 is `sent` only if it is the transfer that was ordered; anything else is looked up (money.md 6). */
export function outcomeOfTransfer(order: TransferOrder, transfer: TransferFacts, answer: Answer): Outcome {
  const differs = differencesOf(order, transfer)
  if (differs.length === 0) return { kind: 'sent', transfer: transfer.id, answer }
  return { kind: 'unknown', reason: `Stripe answered with a transfer that differs in ${differs.join(', ')}.`, answer }
}

const differencesOf = (order: TransferOrder, transfer: TransferFacts): string[] =>
  [
    transfer.id.startsWith('tr_') ? '' : 'id',
    transfer.amountMinor === order.amountMinor ? '' : 'amount',
    transfer.currency === order.currency ? '' : 'currency',
    transfer.destination === order.destination ? '' : 'destination',
    transfer.transferGroup === order.id ? '' : 'group',
    transfer.payoutId === order.id ? '' : 'payout',
    transfer.isOfOtherMode ? 'mode' : '',
  ].filter(Boolean)

/**
 * The part of what was paid that is not tax: `paid × total without tax / total`, floored; 0 for an invoice over nothing.
 * Never more than was paid, for a reverse-charge invoice may total less than its net sum.
 */
export function invoiceBase({
  paidMinor,
  totalMinor,
  totalExcludingTaxMinor,
}: {
  paidMinor: number
  totalMinor: number
  /** Null where Stripe reckoned no tax. */
  totalExcludingTaxMinor: number | null
}): number {
  if (totalMinor <= 0 || paidMinor <= 0) return 0
  const share = (BigInt(paidMinor) * BigInt(Math.max(0, totalExcludingTaxMinor ?? totalMinor))) / BigInt(totalMinor)
  return Math.min(Number(share), paidMinor)
}

/**
 * What was paid for an invoice in all. Stripe counts what was paid outside of it among `amount_paid`; were it ever told beside it,
 * it is added, up to what was due. What was forgiven is neither.
 */
export const invoicePaid = ({
  paidMinor,
  offStripeMinor,
  dueMinor,
}: {
  paidMinor: number
  offStripeMinor: number
  dueMinor: number
}): number => (paidMinor >= dueMinor ? paidMinor : Math.min(dueMinor, paidMinor + offStripeMinor))

/** The click id that a merchant handed over: only what can be one (letters, digits, `-`, `_`), the reference before the metadata. */
export const referralOf = (reference: string | null | undefined, metadata: Record<string, string> | null | undefined): string | null =>
  [metadata?.goodword_referral, reference].find((text) => text && /^[\w-]{1,200}$/.test(text)) ?? null
