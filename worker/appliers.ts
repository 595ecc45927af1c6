import { applyCheckout } from './deals/apply-checkout.ts'
import { applyCreditNote } from './deals/apply-credit-note.ts'
import { applyDispute } from './deals/apply-dispute.ts'
import { applyInvoice, applyInvoicePayment } from './deals/apply-invoice.ts'
import { applyChargeRefunded, applyRefund } from './deals/apply-refund.ts'
import { applySubscription } from './deals/apply-subscription.ts'
import { applyAccount } from './partners/readiness.ts'
import { applyBankPayout } from './payouts/bank-payout.ts'
import { applyTransferReversed } from './payouts/reversal.ts'
import { applyTransfer } from './payouts/transfer.ts'
import type { Applier } from './stripe/inbox.ts'
import { applyCoupon, applyPromotionCode } from './tracking/promotion-sync.ts'

/** Which act follows which Stripe event. A type that is not here is stored and acknowledged. */
export const appliers: Record<string, Applier> = {
  // Money that came in, and money that went back (stripe.md 4).
  'checkout.session.completed': applyCheckout,
  'checkout.session.async_payment_succeeded': applyCheckout,
  'checkout.session.async_payment_failed': applyCheckout,
  'checkout.session.expired': applyCheckout,
  'invoice.paid': applyInvoice,
  'invoice.voided': applyInvoice,
  'invoice.marked_uncollectible': applyInvoice,
  'invoice_payment.paid': applyInvoicePayment,
  'customer.subscription.updated': applySubscription,
  'customer.subscription.deleted': applySubscription,
  'refund.created': applyRefund,
  'refund.updated': applyRefund,
  'refund.failed': applyRefund,
  'charge.refunded': applyChargeRefunded,
  'charge.dispute.created': applyDispute,
  'charge.dispute.updated': applyDispute,
  'charge.dispute.closed': applyDispute,
  'charge.dispute.funds_withdrawn': applyDispute,
  'charge.dispute.funds_reinstated': applyDispute,
  'credit_note.created': applyCreditNote,
  'credit_note.updated': applyCreditNote,
  'credit_note.voided': applyCreditNote,
  // Money that left, as Stripe tells it (money.md 5, row 7).
  'transfer.created': applyTransfer,
  'transfer.updated': applyTransfer,
  'transfer.reversed': applyTransferReversed,
  // Codes of partners: whose they are is decided here, what they are worth at Stripe.
  'promotion_code.created': applyPromotionCode,
  'promotion_code.updated': applyPromotionCode,
  'coupon.updated': applyCoupon,
  'coupon.deleted': applyCoupon,
  // Between a partner's Stripe balance and its bank (money.md 9).
  'payout.created': applyBankPayout,
  'payout.updated': applyBankPayout,
  'payout.paid': applyBankPayout,
  'payout.failed': applyBankPayout,
  'payout.canceled': applyBankPayout,
  'payout.reconciliation_completed': applyBankPayout,
  // Whatever happened to an account: look again at what it says now (stripe.md 2).
  'v2.core.account.created': applyAccount,
  'v2.core.account.updated': applyAccount,
  'v2.core.account.closed': applyAccount,
  'v2.core.account[configuration.recipient].capability_status_updated': applyAccount,
  'v2.core.account[configuration.recipient].updated': applyAccount,
  'v2.core.account[requirements].updated': applyAccount,
  'v2.core.account[future_requirements].updated': applyAccount,
  'v2.core.account[identity].updated': applyAccount,
  'v2.core.account_link.returned': applyAccount,
  'account.updated': applyAccount,
  'capability.updated': applyAccount,
  'account.external_account.created': applyAccount,
  'account.external_account.updated': applyAccount,
  'account.external_account.deleted': applyAccount,
}
