import type { PromotionCode } from '../../schema/codes.ts'

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
type SubscriptionAnswer = { id: string; ended: Ended | null }

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
