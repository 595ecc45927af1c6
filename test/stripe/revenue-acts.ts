import { type Act, act, optional } from './act.ts'
import { createPrice, createProduct } from './catalogue.ts'
import { answerLate, expireSession } from './checkout.ts'
import { checkoutActShape, paidCheckout } from './checkout-act.ts'
import { createCreditNote, voidCreditNote } from './credit-notes.ts'
import { createCustomer, getCustomer } from './customers.ts'
import { beginnings, decideDispute, openDispute, outcomes } from './disputes.ts'
import { invalidRequest } from './errors.ts'
import { getInvoice } from './invoice-endpoints.ts'
import { createInvoice, finalizeInvoice, giveUpInvoice, payInvoice } from './invoices.ts'
import { currency, flag, integer, metadata, oneOf, required, text, type Values } from './params.ts'
import { failRefund, intentOfInvoice, refund, succeedRefund } from './refunds.ts'
import type { State } from './state.ts'
import { idOf } from './state.ts'
import { getSubscription } from './subscription-endpoints.ts'
import { createSubscription, endSubscription } from './subscriptions.ts'
import { find } from './table.ts'

const email = required(text)
const money = { amount: required(integer({ min: 1 })), currency: required(currency) }
const interval = optional(oneOf('day', 'week', 'month', 'year'))

const invoiceShape = {
  ...money,
  customer: required(text),
  description: optional(text),
  tax: optional(integer({ min: 0 })),
  discount: optional(integer({ min: 0 })),
  pay: optional(oneOf('card', 'outside', 'no')),
  metadata,
}

function invoiceFor(state: State, params: Values<typeof invoiceShape>): object {
  const invoice = createInvoice(state, {
    customer: params.customer,
    currency: params.currency,
    lines: [{ amount: params.amount, description: params.description ?? 'Services' }],
    reason: 'manual',
    metadata: params.metadata,
    description: params.description,
    taxMinor: params.tax ?? 0,
    discountMinor: params.discount ?? 0,
  })
  return params.pay === 'no' ? finalizeInvoice(state, invoice) : payInvoice(state, invoice, { outOfBand: params.pay === 'outside' })
}
const whole = (state: State, invoice: string) => getInvoice(state, state.platform.id, invoice, 'invoice')

/** What customers do, and what is done for them. */
export const revenueActs: Act[] = [
  act('customer', { email, name: optional(text), metadata }, (state, params) => createCustomer(state, params)),
  act('checkout', checkoutActShape, paidCheckout),
  act('late-answer', { session: required(text), succeeded: required(flag) }, (state, params) =>
    answerLate(state, params.session, params.succeeded),
  ),
  act('expire', { session: required(text) }, (state, params) => expireSession(state, params.session)),
  act(
    'subscription',
    {
      ...money,
      customer: required(text),
      interval,
      interval_count: optional(integer({ min: 1, max: 36 })),
      metadata,
      trial_days: optional(integer({ min: 0 })),
    },
    (state, params) => {
      const product = createProduct(state, { name: 'Goodword test plan' })
      const price = createPrice(state, {
        product: product.id,
        currency: params.currency,
        amount: params.amount,
        interval: params.interval ?? 'month',
        intervalCount: params.interval_count,
      })
      return createSubscription(state, {
        customer: params.customer,
        items: [{ price, quantity: 1 }],
        metadata: params.metadata,
        trialDays: params.trial_days,
      })
    },
  ),
  act('end-subscription', { id: required(text) }, (state, params) => endSubscription(state, getSubscription(state, params.id))),
  act('invoice', invoiceShape, invoiceFor),
  act('pay', { invoice: required(text), amount: optional(integer({ min: 1 })), outside: optional(flag) }, (state, params) =>
    payInvoice(state, whole(state, params.invoice), { amount: params.amount, outOfBand: params.outside }),
  ),
  act('card', { customer: required(text), declined: required(flag) }, (state, params) => {
    const { id } = getCustomer(state, params.customer, 'customer')
    if (params.declined) state.declined[id] = true
    else delete state.declined[id]
    return { customer: id, declined: params.declined }
  }),
  act('give-up-invoice', { invoice: required(text), as: required(oneOf('void', 'uncollectible')) }, (state, params) =>
    giveUpInvoice(state, whole(state, params.invoice), params.as),
  ),
  act(
    'refund',
    {
      payment_intent: optional(text),
      invoice: optional(text),
      charge: optional(text),
      amount: optional(integer({ min: 1 })),
      pending: optional(flag),
      metadata,
    },
    (state, params) => {
      if (!params.payment_intent && !params.invoice && !params.charge)
        throw invalidRequest('Say what to refund: payment_intent, invoice or charge.')
      const paymentIntent = params.payment_intent ?? (params.invoice ? intentOfInvoice(state, params.invoice) : undefined)
      return refund(state, {
        paymentIntent,
        charge: params.charge,
        amount: params.amount,
        metadata: params.metadata,
        isPending: params.pending ?? false,
      })
    },
  ),
  act('refund-outcome', { id: required(text), outcome: required(oneOf('failed', 'canceled', 'succeeded')) }, (state, params) =>
    params.outcome === 'succeeded' ? succeedRefund(state, params.id) : failRefund(state, params.id, params.outcome),
  ),
  act(
    'dispute',
    {
      payment_intent: optional(text),
      invoice: optional(text),
      charge: optional(text),
      amount: optional(integer({ min: 1 })),
      status: optional(oneOf(...beginnings)),
      reason: optional(text),
    },
    (state, params) => {
      const intent = params.payment_intent ?? (params.invoice ? intentOfInvoice(state, params.invoice) : undefined)
      const charge = params.charge ?? idOf(find(state.tables.paymentIntents, state.platform.id, intent)?.latest_charge)
      if (!charge) throw invalidRequest('Say what is disputed: payment_intent, invoice or charge.')
      return openDispute(state, { ...params, charge })
    },
  ),
  act('decide-dispute', { id: required(text), outcome: required(oneOf(...outcomes)) }, (state, params) =>
    decideDispute(state, params.id, params.outcome),
  ),
  act(
    'credit-note',
    {
      invoice: required(text),
      amount: required(integer({ min: 1 })),
      refund: optional(integer({ min: 0 })),
      credit: optional(integer({ min: 0 })),
      out_of_band: optional(integer({ min: 0 })),
    },
    (state, params) => createCreditNote(state, { ...params, outOfBand: params.out_of_band }),
  ),
  act('void-credit-note', { id: required(text) }, (state, params) => voidCreditNote(state, params.id)),
]
