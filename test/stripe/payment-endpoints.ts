import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, ignored, integer, mergedMetadata, metadata, required, text } from './params.ts'
import { confirmIntent, createIntent } from './payments.ts'
import type { State } from './state.ts'
import { find } from './table.ts'

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
