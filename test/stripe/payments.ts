import type Stripe from 'stripe'
import { move } from './balance.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId, newToken } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, ignored, integer, mergedMetadata, metadata, required, text } from './params.ts'
import { find, idOf, insert, now, type State } from './state.ts'

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

export function createIntent(state: State, asked: Intent): Stripe.PaymentIntent {
  const id = newId(state, 'pi')
  const intent: Stripe.PaymentIntent = {
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
  insert(state, state.tables.paymentIntents, state.platform.id, intent)
  emit(state, 'payment_intent.created', intent)
  return intent
}

/** The customer's card is charged: the money is pending for some days, then available. */
export function confirmIntent(state: State, intent: Stripe.PaymentIntent, payer: Payer = {}): Stripe.Charge {
  const owner = state.platform.id
  const { amount, currency: code, description } = intent
  const charge = chargeOf(state, {
    ...payer,
    owner,
    prefix: 'ch',
    amount,
    currency: code,
    customer: idOf(intent.customer) ?? null,
    paymentIntent: intent.id,
    description,
    metadata: intent.metadata,
  })
  const settlesIn = state.settings.settlementDays * 86_400
  charge.balance_transaction = move(state, {
    owner,
    currency: code,
    amount,
    type: 'charge',
    source: charge.id,
    category: 'charge',
    description,
    settlesIn,
  }).id
  insert(state, state.tables.charges, owner, charge)
  intent.amount_received = amount
  intent.latest_charge = charge.id
  intent.payment_method = 'pm_card_visa'
  intent.status = 'succeeded'
  emit(state, 'charge.succeeded', charge)
  emit(state, 'payment_intent.succeeded', intent)
  return charge
}

const getIntent = (state: State, owner: string, id: string): Stripe.PaymentIntent => {
  const intent = find(state.tables.paymentIntents, owner, id)
  if (!intent) throw noSuch('payment_intent', id)
  return intent
}

const intentShape = {
  amount: required(integer({ min: 1 })),
  currency: required(currency),
  customer: text,
  description: text,
  metadata,
  confirm: flag,
  payment_method: text,
  payment_method_types: ignored,
  automatic_payment_methods: ignored,
  receipt_email: text,
  return_url: text,
  ...expand,
}

export const paymentEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_intents', intentShape, ({ state, owner, params }) => {
    if (params.customer && !find(state.tables.customers, owner, params.customer)) throw noSuch('customer', params.customer, 'customer')
    const intent = createIntent(state, {
      amount: params.amount,
      currency: params.currency,
      customer: params.customer ?? null,
      description: params.description ?? null,
      metadata: mergedMetadata({}, params.metadata),
    })
    if (params.confirm) confirmIntent(state, intent)
    return intent
  }),
  endpoint('POST', '/v1/payment_intents/:id/confirm', { payment_method: text, return_url: text, ...expand }, (call) => {
    const intent = getIntent(call.state, call.owner, part(call, 'id'))
    if (intent.status === 'succeeded') {
      throw invalidRequest('You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.', {
        code: 'payment_intent_unexpected_state',
      })
    }
    confirmIntent(call.state, intent)
    return intent
  }),
  endpoint('GET', '/v1/payment_intents', { ...pageParams, ...createdParams, customer: text }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.paymentIntents,
        owner,
        url: '/v1/payment_intents',
        matches: (each) => isWithin(params.created, each.created) && (!params.customer || each.customer === params.customer),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/payment_intents/:id', { client_secret: text, ...expand }, (call) =>
    getIntent(call.state, call.owner, part(call, 'id')),
  ),
  endpoint(
    'GET',
    '/v1/charges',
    { ...pageParams, ...createdParams, customer: text, payment_intent: text, transfer_group: text },
    ({ state, owner, params }) =>
      listPage(
        {
          table: state.tables.charges,
          owner,
          url: '/v1/charges',
          matches: (each) =>
            isWithin(params.created, each.created) &&
            (!params.customer || each.customer === params.customer) &&
            (!params.payment_intent || each.payment_intent === params.payment_intent),
        },
        params,
      ),
  ),
  endpoint('GET', '/v1/charges/:id', { ...expand }, (call) => {
    const charge = find(call.state.tables.charges, call.owner, part(call, 'id'))
    if (!charge) throw noSuch('charge', part(call, 'id'))
    return charge
  }),
]
