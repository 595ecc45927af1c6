import type Stripe from 'stripe'
import { mergedMetadata } from './params.ts'
import { now, type State } from './state.ts'

type RefundShape = {
  id: string
  amount: number
  transaction: Stripe.BalanceTransaction
  metadata?: Record<string, string> | undefined
  reason?: Stripe.Refund['reason'] | undefined
  isPending?: boolean | undefined
}

/** A refund of a charge: by card, or of a transfer's payment inside the partner's account. */
export const refundOf = (state: State, charge: Stripe.Charge, shape: RefundShape): Stripe.Refund => ({
  id: shape.id,
  object: 'refund',
  amount: shape.amount,
  balance_transaction: shape.transaction.id,
  charge: charge.id,
  created: now(state),
  currency: charge.currency,
  customer: null,
  customer_account: null,
  ...(charge.source_transfer
    ? {}
    : {
        destination_details: {
          card: { type: 'refund', reference_status: 'pending', reference_type: 'acquirer_reference_number' },
          type: 'card',
        },
      }),
  metadata: mergedMetadata({}, shape.metadata),
  payment_intent: charge.payment_intent,
  payment_method: charge.payment_method,
  reason: shape.reason ?? null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: shape.isPending ? 'pending' : 'succeeded',
  transfer_reversal: null,
  ...(shape.isPending ? { pending_reason: 'processing' as const } : {}),
})
