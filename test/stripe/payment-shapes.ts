import type Stripe from 'stripe'
import { newId, newToken } from './ids.ts'
import { now, type State } from './state.ts'

type ChargeFacts = {
  owner: string
  prefix: 'ch' | 'py'
  amount: number
  currency: string
  customer?: string | null
  email?: string | null
  name?: string | null
  paymentIntent?: string | null
  sourceTransfer?: string
  description?: string | null
  metadata?: Record<string, string>
}

/** A charge that succeeded; `py_` is how a transfer arrives inside the partner's account. */
export function chargeOf(state: State, facts: ChargeFacts): Stripe.Charge {
  const isTransfer = facts.sourceTransfer !== undefined
  return {
    id: newId(state, facts.prefix),
    object: 'charge',
    amount: facts.amount,
    amount_captured: facts.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: facts.email ?? null, name: facts.name ?? null, phone: null, tax_id: null },
    calculated_statement_descriptor: isTransfer ? null : 'GOODWORD',
    captured: true,
    created: now(state),
    currency: facts.currency,
    customer: facts.customer ?? null,
    description: facts.description ?? null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: facts.metadata ?? {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: facts.paymentIntent ?? null,
    payment_method: isTransfer ? null : 'pm_card_visa',
    payment_method_details: isTransfer ? { stripe_account: {}, type: 'stripe_account' } : { card: cardDetails, type: 'card' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: facts.sourceTransfer ?? null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
}

const cardDetails: NonNullable<NonNullable<Stripe.Charge['payment_method_details']>['card']> = {
  amount_authorized: null,
  authorization_code: null,
  brand: 'visa',
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country: 'US',
  electronic_commerce_indicator: null,
  exp_month: 12,
  exp_year: 2034,
  funding: 'credit',
  installments: null,
  last4: '4242',
  mandate: null,
  network: 'visa',
  network_transaction_id: null,
  regulated_status: null,
  three_d_secure: null,
  transaction_link_id: null,
  wallet: null,
}
export type Payer = { customer?: string | null; email?: string | null; name?: string | null }
export type Intent = Payer & { amount: number; currency: string; description?: string | null; metadata?: Record<string, string> }

/** A payment that waits for its means of payment. */
export function blankIntent(state: State, asked: Intent): Stripe.PaymentIntent {
  const id = newId(state, 'pi')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: asked.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `${id}_secret_${newToken(state, 24)}`,
    confirmation_method: 'automatic',
    created: now(state),
    currency: asked.currency,
    customer: asked.customer ?? null,
    customer_account: null,
    description: asked.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: asked.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  }
}
