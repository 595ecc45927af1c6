import { type Act, act, optional } from './act.ts'
import { createPrice, createProduct } from './catalogue.ts'
import { answerLate, completeSession, createSession, expireSession } from './checkout.ts'
import { createCustomer } from './customers.ts'
import { invalidRequest } from './errors.ts'
import { getInvoice, giveUpInvoice } from './invoice-endpoints.ts'
import { createInvoice, finalizeInvoice, payInvoice } from './invoices.ts'
import { currency, flag, integer, metadata, oneOf, required, text, type Values } from './params.ts'
import { failRefund, intentOfInvoice, refund, succeedRefund } from './refunds.ts'
import type { State } from './state.ts'
import { getSubscription } from './subscription-endpoints.ts'
import { createSubscription, endSubscription } from './subscriptions.ts'

const email = required(text)
const money = { amount: required(integer({ min: 1 })), currency: required(currency) }
const interval = optional(oneOf('day', 'week', 'month', 'year'))

/** What a Payment Link's address may carry; anything else Stripe drops in silence. */
const cleanReference = (reference: string | undefined) => (reference && /^[A-Za-z0-9_-]{1,200}$/.test(reference) ? reference : undefined)
const checkoutShape = {
  ...money,
  email,
  mode: optional(oneOf('payment', 'subscription')),
  name: optional(text),
  client_reference_id: optional(text),
  customer: optional(text),
  metadata,
  subscription_metadata: metadata,
  interval,
  trial_days: optional(integer({ min: 0 })),
  product: optional(text),
  invoice: optional(flag),
  delayed: optional(flag),
}

function paidCheckout(state: State, params: Values<typeof checkoutShape>, origin: string): object {
  const mode = params.mode ?? (params.interval ? 'subscription' : 'payment')
  const product = createProduct(state, { name: params.product ?? 'Goodword test product' })
  const price = createPrice(state, {
    product: product.id,
    currency: params.currency,
    amount: params.amount,
    interval: mode === 'subscription' ? (params.interval ?? 'month') : undefined,
  })
  const reference = cleanReference(params.client_reference_id)
  const raw = {
    mode,
    line_items: [{ price: price.id, quantity: 1, price_data: undefined }],
    success_url: undefined,
    cancel_url: undefined,
    client_reference_id: reference,
    customer: params.customer,
    customer_email: params.email,
    customer_creation: undefined,
    metadata: params.metadata,
    subscription_data:
      mode === 'subscription'
        ? {
            metadata: params.subscription_metadata ?? params.metadata,
            trial_period_days: params.trial_days || undefined,
            description: undefined,
          }
        : undefined,
    payment_intent_data: mode === 'payment' ? { metadata: params.metadata, description: undefined } : undefined,
    invoice_creation: params.invoice ? { enabled: true, invoice_data: undefined } : undefined,
    payment_method_types: undefined,
    allow_promotion_codes: undefined,
    expires_at: undefined,
    ui_mode: undefined,
    expand: undefined,
  }
  const { id } = createSession(state, raw, origin)
  const session = completeSession(state, id, { email: params.email, name: params.name, isDelayed: params.delayed ?? false })
  return { session: id, ...session }
}
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
  act('checkout', checkoutShape, paidCheckout),
  act('late-answer', { session: required(text), succeeded: required(flag) }, (state, params) =>
    answerLate(state, params.session, params.succeeded),
  ),
  act('expire', { session: required(text) }, (state, params) => expireSession(state, params.session)),
  act(
    'subscription',
    { ...money, customer: required(text), interval, metadata, trial_days: optional(integer({ min: 0 })) },
    (state, params) => {
      const product = createProduct(state, { name: 'Goodword test plan' })
      const price = createPrice(state, {
        product: product.id,
        currency: params.currency,
        amount: params.amount,
        interval: params.interval ?? 'month',
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
]
