import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { PromotionCode } from '../../schema/codes.ts'
import type { Currency } from '../../schema/currency.ts'
import type { Readiness, Requirement } from '../../schema/payouts.ts'
import type { StripeLists } from './port-lists.ts'

/** What `payouts/` knows of the way money leaves. A port says what we need in our words and gives outcomes as values (stripe.md 1). */
export type PayoutRail = {
  /** Opens the partner's account at Stripe; the same key gives the same account. */
  open(partner: AccountRequest, key: string): Promise<{ kind: 'opened'; destination: string } | { kind: 'refused'; reason: string }>
  /** A link to Stripe's hosted onboarding: one use, short-lived. */
  onboard(
    destination: string,
    urls: { returnUrl: string; refreshUrl: string },
    useCase: 'account_onboarding' | 'account_update',
  ): Promise<string>
  /** A link to the partner's Express dashboard: one use. */
  dashboard(destination: string): Promise<string>
  /** What Stripe says of the account now. */
  readiness(destination: string): Promise<ReadinessAnswer>
  /** Asks for the transfer. Never throws: an answer that cannot be read is a `doubt`. */
  send(order: TransferOrder, key: string): Promise<Outcome>
  /**
   * Every transfer of this payout's group, from a complete list; one that is not ours has an empty `payoutId` and counts.
   *
   * @throws when the list failed or is partial: that says nothing (money.md 7)
   */
  find(payoutId: string): Promise<FoundTransfer[]>
  /** One transfer by id, for an event that names it; undefined if it is not ours (metadata or environment differ). */
  transfer(id: string): Promise<FoundTransfer | undefined>
  /**
   * Everything that was taken back of a transfer, from a complete list.
   *
   * @throws when the list failed or is partial
   */
  reversals(transfer: string): Promise<Reversal[]>
  /** A bank payout of a partner's account as it is now; undefined if the account knows none. */
  bankPayout(account: string, bankPayout: string): Promise<BankPayoutAnswer | undefined>
  /**
   * What could leave now, by currency. A look, not a reservation.
   *
   * @throws KeyRefused, or what else went wrong
   */
  balance(): Promise<{ currency: string; availableMinor: number }[]>
}

export type AccountRequest = { partnerId: string; name: string; email: string; country: string; entityType: 'company' | 'individual' }

export type ReadinessAnswer = {
  readiness: Readiness
  /** Stripe's codes of why not. */
  codes: string[]
  requirements: Requirement[]
  /** Identifies the bank account behind the destination, if Stripe tells; a change is a new destination version. */
  bankAccount: string | null
  /** Whom Stripe writes to about the account, if it tells. */
  contactEmail: string | null
}

/** The body of a transfer; it never varies under a key. */
export type TransferOrder = {
  id: string
  gen: number
  runId: string
  partnerId: string
  amountMinor: number
  currency: Currency
  destination: string
  /** Its slot of the pace: the deployed port waits for it, and no part of the body depends on it. */
  notBefore?: Date
}

export type FoundTransfer = {
  id: string
  payoutId: string
  /** In what must equal the row before it settles. */
  amountMinor: number
  currency: string
  destination: string
  transferGroup: string | null
  /** How much of it was taken back again. */
  reversedMinor: number
  createdAt: Date
}

/** A part of a transfer, or all of it, that came back to the platform's balance. */
export type Reversal = { id: string; amountMinor: number; currency: string; createdAt: Date }

/** Stripe's own payout, from a partner's Stripe balance to its bank. `paid` is expected to arrive and may still fail. */
export type BankPayoutAnswer = {
  id: string
  amountMinor: number
  currency: string
  status: BankPayoutStatus
  /** `YYYY-MM-DD`. */
  arrivalDay: string
  failureCode: string | null
  createdAt: Date
  /** When the money was back in the Stripe balance. */
  failedAt: Date | null
  /** Our transfers and earlier failed bank payouts that it carries, as far as Stripe says by now. */
  carries: string[]
  /** Whether that is all: Stripe sorts an automatic payout out some time after making it, a manual one never. */
  isComplete: boolean
}

/**
 * What Stripe's answer means for the money; a doubt is never guessed. `doubt`: it may have moved, the same key again. `unknown`: it
 * may have moved, look it up. `kept`: Stripe holds it. `stop`: Stripe refuses us, not this payout (money.md 6).
 */
export type Outcome =
  | { kind: 'sent'; transfer: string; answer: Answer }
  | { kind: 'refused' | 'wait' | 'doubt' | 'unknown' | 'kept' | 'stop'; reason: string; answer: Answer }

/** Stripe refuses us, whatever we ask: our key was rolled, or lacks a permission. */
export class KeyRefused extends Error {
  override name = 'KeyRefused'
}

/** What is kept of Stripe's answer; nulls where it had none. */
export type Answer = { http: number | null; code: string | null; requestId: string | null }

/** What Stripe tells about money that came in, in our words (stripe.md 4). All amounts are minor units. */
export type RevenueSource = {
  checkout(sessionId: string): Promise<CheckoutAnswer>
  invoice(invoiceId: string): Promise<InvoiceAnswer>
  refund(refundId: string): Promise<RefundAnswer>
  /** Every refund of a charge, for `charge.refunded`, which names none. */
  refundsOfCharge(charge: string): Promise<RefundAnswer[]>
  dispute(disputeId: string): Promise<DisputeAnswer>
  creditNote(creditNoteId: string): Promise<CreditNoteAnswer>
  subscription(subscriptionId: string): Promise<SubscriptionAnswer>
  /** The invoices that a PaymentIntent paid: none, one, or several. */
  invoicesOfPaymentIntent(paymentIntent: string): Promise<string[]>
  /** The invoice that an InvoicePayment (`inpay_…`) is a part of. */
  invoiceOfInvoicePayment(invoicePayment: string): Promise<string>
  /** The Checkout session that made a subscription: its first `invoice.paid` may arrive before the session's own event. */
  checkoutOfSubscription(subscription: string): Promise<CheckoutAnswer | undefined>
  /** The Checkout session that made a PaymentIntent. */
  checkoutOfPaymentIntent(paymentIntent: string): Promise<CheckoutAnswer | undefined>
  promotionCode(id: string): Promise<PromotionCodeAnswer>
}

/** A promotion code and what its coupon takes off, as Stripe says now. */
export type PromotionCodeAnswer = Pick<
  PromotionCode,
  | 'id'
  | 'code'
  | 'coupon'
  | 'offBps'
  | 'offMinor'
  | 'offCurrency'
  | 'duration'
  | 'months'
  | 'isActive'
  | 'expiresAt'
  | 'mostRedemptions'
  | 'redemptions'
  | 'firstTimeOnly'
  | 'madeAt'
>

type Payer = { stripeCustomer: string | null; email: string | null; name: string | null }

export type CheckoutAnswer = Payer & {
  id: string
  status: 'open' | 'complete' | 'expired'
  /** `failed`: unpaid, and no bank will answer any more. */
  paymentStatus: 'paid' | 'unpaid' | 'failed' | 'no_payment_required'
  /**
   * The click id the merchant handed over: metadata `goodword_referral` of the session, `client_reference_id`, or that metadata of
   * its subscription or customer; null if none.
   */
  referral: string | null
  /** The promotion code that was used, `promo_…`; a coupon without one is nobody's. */
  promotionCode: string | null
  company: string | null
  currency: string | null
  totalMinor: number
  /** Total without tax, net of discounts. */
  baseMinor: number
  paymentIntent: string | null
  charges: string[]
  invoice: string | null
  subscription: string | null
  paidAt: Date
}

export type InvoiceAnswer = Payer & {
  id: string
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
  billingReason: string | null
  /** Metadata `goodword_referral` of its subscription, of itself or of its customer. */
  referral: string | null
  promotionCode: string | null
  currency: string
  /** What was paid outside of Stripe (`amount_paid_off_stripe`) counts like any other money. */
  paidMinor: number
  totalMinor: number
  /** `amount_paid × total_excluding_tax / total`, floored; 0 if total is 0. */
  baseMinor: number
  subscription: string | null
  /** When its subscription ended, if it did. */
  subscriptionEnded: Ended | null
  /** Those that paid this invoice and nothing else: whatever comes back of them is this invoice's. */
  paymentIntents: string[]
  charges: string[]
  description: string | null
  paidAt: Date
}

export type Ended = {
  at: Date
  /** Stripe's word for why: `cancellation_requested`, `payment_failed`, … */
  reason: string | null
}
export type SubscriptionAnswer = { id: string; ended: Ended | null }

export type RefundAnswer = {
  id: string
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'
  amountMinor: number
  currency: string
  paymentIntent: string | null
  charge: string | null
  /** The invoice that a person named in its metadata, `goodword_invoice`, where its PaymentIntent paid several. */
  invoice: string | null
  createdAt: Date
}

export const disputeStatuses = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'prevented',
  'appeal_needs_response',
  'appeal_under_review',
] as const
export type DisputeStatus = (typeof disputeStatuses)[number]

export type DisputeAnswer = Omit<RefundAnswer, 'status'> & { status: DisputeStatus }

export type CreditNoteAnswer = {
  id: string
  status: 'issued' | 'void'
  invoice: string
  currency: string
  /** What it gave back of what had been paid; the rest lowered what was still owed, which earned nobody anything. */
  postPaymentMinor: number
  /** How much of that the refunds it names gave back. */
  refunds: { id: string; amountMinor: number }[]
  createdAt: Date
}

/** One of the three webhook endpoints' verifier: the event as we keep it, or why not. */
export type VerifiedEvent = {
  id: string
  type: string
  /** Id of the object it points at. */
  object: string | null
  /** The connected account it is about. */
  account: string | null
  apiVersion: string | null
  livemode: boolean
}
export type Verification =
  | { kind: 'event'; event: VerifiedEvent }
  /** Genuine, but of the wrong kind for this path; `event` is undefined when nothing can be told of it. */
  | { kind: 'misrouted'; reason: string; event: VerifiedEvent | undefined }
  | { kind: 'refused'; reason: string }
export type WebhookVerifier = (
  source: 'platform' | 'connect' | 'accounts',
  rawBody: string,
  signatureHeader: string | null,
  receivedAt: Date,
) => Promise<Verification>

export type StripePorts = { rail: PayoutRail; revenue: RevenueSource; lists: StripeLists; verifyWebhook: WebhookVerifier }
