import type { Account, BankPayout, Charge, CreditNote, Dispute, Refund, Reversal } from './state.ts'

/** What Stripe answers, as far as the product reads it. */
export function accountBody(id: string, account: Account | undefined) {
  return {
    id,
    closed: account?.isClosed ?? true,
    configuration: {
      recipient: {
        capabilities: { stripe_balance: { stripe_transfers: { status: account?.status ?? 'restricted', status_details: [] } } },
      },
    },
    requirements: { entries: [], summary: {} },
  }
}

const intentBody = ({ paymentIntent, charge, total, paidAt }: Charge) => ({
  id: paymentIntent,
  status: 'succeeded',
  amount_received: total,
  latest_charge: { id: charge, created: Math.floor(paidAt / 1000) },
})

export const invoicePaymentBody = (charge: Charge) => ({
  status: 'paid',
  amount_paid: charge.total,
  invoice: charge.id,
  payment: { payment_intent: intentBody(charge), charge: null },
})

export const sessionBody = (charge: Charge) => ({
  id: charge.id,
  customer: charge.customer,
  customer_details: { email: null },
  status: 'complete',
  payment_status: 'paid',
  client_reference_id: null,
  metadata: {},
  currency: charge.currency,
  amount_total: charge.total,
  total_details: { amount_tax: charge.tax },
  payment_intent: intentBody(charge),
  invoice: null,
  subscription: null,
  created: Math.floor(charge.paidAt / 1000),
})

export const invoiceBody = (charge: Charge) => ({
  id: charge.id,
  customer: charge.customer,
  customer_email: null,
  customer_name: null,
  status: 'paid',
  billing_reason: 'subscription_cycle',
  currency: charge.currency,
  amount_paid: charge.total,
  amount_paid_off_stripe: 0,
  amount_due: charge.total,
  total: charge.total,
  total_excluding_tax: charge.total - charge.tax,
  description: 'Subscription',
  lines: { data: [] },
  metadata: {},
  parent: { subscription_details: { subscription: charge.subscription, metadata: {} } },
  status_transitions: { paid_at: Math.floor(charge.paidAt / 1000) },
  created: Math.floor(charge.paidAt / 1000),
})

export const bankPayoutBody = ({ id, amount, currency, status, createdAt, failedAt }: BankPayout) => ({
  id,
  amount,
  currency,
  status,
  automatic: true,
  arrival_date: createdAt / 1000 + 86_400,
  created: createdAt / 1000,
  failure_code: failedAt === null ? null : 'account_closed',
  failure_balance_transaction: failedAt === null ? null : { created: failedAt / 1000 },
  reconciliation_status: 'completed',
})

export const carriedBody = (id: string) =>
  id.startsWith('tr_')
    ? { id: `txn_${id}`, type: 'payment', source: { object: 'charge', source_transfer: id } }
    : { id: `txn_${id}`, type: 'payout_failure', source: { object: 'payout', id } }

export const disputeBody = ({ id, of, amount, status, createdAt }: Dispute) => ({
  id,
  status,
  amount,
  currency: of.currency,
  payment_intent: of.paymentIntent,
  charge: of.charge,
  metadata: {},
  created: Math.floor(createdAt / 1000),
})

export const noteBody = ({ id, of, amount, refund, isVoid, createdAt }: CreditNote) => ({
  id,
  status: isVoid ? 'void' : 'issued',
  invoice: of.id,
  currency: of.currency,
  post_payment_amount: amount,
  refunds: refund ? [{ type: 'refund', refund: refund.id, amount_refunded: refund.amount }] : [],
  created: Math.floor(createdAt / 1000),
})

export const refundBody = (refund: Refund) => ({
  id: refund.id,
  status: refund.status,
  amount: refund.amount,
  currency: refund.of.currency,
  payment_intent: refund.of.paymentIntent,
  charge: refund.of.charge,
  created: Math.floor(refund.createdAt / 1000),
})

export const reversalBody = ({ id, amount, currency, createdAt }: Reversal) => ({ id, amount, currency, created: createdAt / 1000 })

export const bankAccountBody = (id: string, account: Account | undefined) => ({
  id: `ba_${id}`,
  currency: 'eur',
  default_for_currency: true,
  fingerprint: `bank${account?.bank}of${id}`,
})
