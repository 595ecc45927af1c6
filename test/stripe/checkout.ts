import type Stripe from 'stripe'
import { schedule } from './clock.ts'
import { couponFrom, couponOff } from './coupons.ts'
import { createCustomer, getCustomer } from './customers.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newToken } from './ids.ts'
import { issueAndPay } from './invoices.ts'
import { lineItemsOf } from './line-items.ts'
import { embedded } from './pagination.ts'
import { mergedMetadata } from './params.ts'
import { confirmIntent, createIntent } from './payments.ts'
import { blankInvoiceCreation, blankSession, type CheckoutFacts } from './session-shapes.ts'
import { idOf, now, type State } from './state.ts'
import { createSubscription } from './subscriptions.ts'
import { find, insert } from './table.ts'

const onlyOneTime = invalidRequest(
  'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
  { param: 'line_items' },
)

/** A page where somebody may pay, open for a day. */
export function createSession(state: State, params: CheckoutFacts, origin: string, taxPercent = 0): Stripe.Checkout.Session {
  if (params.customer) getCustomer(state, params.customer, 'customer')
  const lines = lineItemsOf(state, params.line_items)
  if (params.mode === 'payment' && lines.some((line) => line.price?.recurring)) throw onlyOneTime
  if (params.mode === 'subscription' && !lines.some((line) => line.price?.recurring)) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.', { param: 'line_items' })
  }
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0)
  const coupon = couponFrom(state, params.discounts)
  const off = couponOff(coupon, total)
  const tax = Math.round(((total - off) * taxPercent) / 100)
  const id = `cs_test_${newToken(state, 58)}`
  const session: Stripe.Checkout.Session = {
    ...blankSession(id, now(state)),
    amount_subtotal: total,
    amount_total: total - off + tax,
    discounts: coupon ? [{ coupon: coupon.id, promotion_code: params.discounts?.[0]?.promotion_code ?? null }] : [],
    total_details: { amount_discount: off, amount_shipping: 0, amount_tax: tax },
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    currency: lines[0]?.currency ?? 'usd',
    customer: params.customer ?? null,
    customer_creation: params.mode === 'payment' ? (params.customer_creation ?? 'if_required') : null,
    customer_email: params.customer_email ?? null,
    expires_at: params.expires_at ?? now(state) + 86_400,
    invoice_creation: params.mode === 'payment' ? { ...blankInvoiceCreation, enabled: params.invoice_creation?.enabled ?? false } : null,
    line_items: embedded(lines, `/v1/checkout/sessions/${id}/line_items`),
    metadata: mergedMetadata({}, params.metadata),
    mode: params.mode,
    success_url: params.success_url ?? null,
    url: `${origin}/c/pay/${id}`,
  }
  insert(state, state.tables.checkoutSessions, state.platform.id, session)
  state.keptOfSessions[id] = {
    ...(params.subscription_data?.trial_period_days ? { trialDays: params.subscription_data.trial_period_days } : {}),
    ...(coupon ? { coupon: coupon.id } : {}),
    taxPercent,
    subscriptionMetadata: mergedMetadata({}, params.subscription_data?.metadata),
    intentMetadata: mergedMetadata({}, params.payment_intent_data?.metadata),
  }
  schedule(state, 'session_expires', id, session.expires_at * 1000)
  return session
}

export type Visitor = {
  email: string
  name?: string | undefined
  /** The bank answers days later: the session completes unpaid, and the answer comes by `answerLate`. */
  isDelayed?: boolean
}

export const getSession = (state: State, id: string): Stripe.Checkout.Session => {
  const session = find(state.tables.checkoutSessions, state.platform.id, id)
  if (!session) throw noSuch('checkout.session', id)
  return session
}

/** Somebody fills in the hosted page and pays. */
export function completeSession(state: State, id: string, visitor: Visitor): Stripe.Checkout.Session {
  const session = getSession(state, id)
  if (session.status !== 'open') throw invalidRequest('This Checkout Session is no longer open.', { param: 'session' })
  session.status = 'complete'
  session.url = null
  const wantsCustomer = session.mode === 'subscription' || session.customer_creation === 'always' || session.invoice_creation?.enabled
  if (!session.customer && wantsCustomer) session.customer = createCustomer(state, visitor).id
  session.customer_details = {
    address: null,
    business_name: null,
    email: visitor.email,
    individual_name: visitor.name ?? null,
    name: visitor.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
  if (visitor.isDelayed && session.mode === 'payment') {
    const intent = intentOf(state, session)
    intent.status = 'processing'
    session.payment_intent = intent.id
  } else pay(state, session)
  emit(state, 'checkout.session.completed', shownSession(session))
  return session
}

const shownSession = ({ line_items: _left, ...session }: Stripe.Checkout.Session) => session

const intentOf = (state: State, session: Stripe.Checkout.Session): Stripe.PaymentIntent =>
  createIntent(state, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    customer: idOf(session.customer) ?? null,
    metadata: state.keptOfSessions[session.id]?.intentMetadata ?? {},
  })

function pay(state: State, session: Stripe.Checkout.Session): void {
  const customer = idOf(session.customer)
  const isTrial = state.keptOfSessions[session.id]?.trialDays !== undefined
  session.payment_status = session.amount_total === 0 || isTrial ? 'no_payment_required' : 'paid'
  if (session.mode === 'subscription' && customer) subscribe(state, session, customer)
  else if (session.invoice_creation?.enabled && customer) invoiceOnce(state, session, customer)
  else if (session.payment_status === 'paid') {
    const intent = intentOf(state, session)
    session.payment_intent = intent.id
    confirmIntent(state, intent, { email: session.customer_details?.email ?? null, name: session.customer_details?.name ?? null })
  }
}

function subscribe(state: State, session: Stripe.Checkout.Session, customer: string): void {
  const kept = state.keptOfSessions[session.id] ?? {}
  const subscription = createSubscription(state, {
    customer,
    items: (session.line_items?.data ?? []).flatMap((line) => (line.price ? [{ price: line.price, quantity: line.quantity ?? 1 }] : [])),
    metadata: kept.subscriptionMetadata,
    trialDays: kept.trialDays,
    taxPercent: kept.taxPercent,
    coupon: find(state.tables.coupons, state.platform.id, kept.coupon),
  })
  session.subscription = subscription.id
  session.invoice = subscription.latest_invoice
}

function invoiceOnce(state: State, session: Stripe.Checkout.Session, customer: string): void {
  const invoice = issueAndPay(state, {
    customer,
    currency: session.currency ?? 'usd',
    lines: (session.line_items?.data ?? []).map((line) => ({
      amount: line.amount_total,
      description: line.description ?? 'Item',
      quantity: line.quantity ?? 1,
      ...(line.price ? { price: line.price } : {}),
    })),
    reason: 'manual',
    taxMinor: session.total_details?.amount_tax ?? 0,
    discountMinor: session.total_details?.amount_discount ?? 0,
  })
  session.invoice = invoice.id
  const payment = Object.values(state.tables.invoicePayments).find((row) => row.object.invoice === invoice.id)
  session.payment_intent = idOf(payment?.object.payment.payment_intent) ?? null
}

/** The late answer of the bank to a session that completed unpaid. */
export function answerLate(state: State, id: string, succeeded: boolean): Stripe.Checkout.Session {
  const session = getSession(state, id)
  const intent = find(state.tables.paymentIntents, state.platform.id, idOf(session.payment_intent))
  if (session.payment_status !== 'unpaid' || !intent || session.status !== 'complete')
    throw invalidRequest('This Checkout Session waits for no answer.')
  if (succeeded) {
    confirmIntent(state, intent, { email: session.customer_details?.email ?? null })
    session.payment_status = 'paid'
    emit(state, 'checkout.session.async_payment_succeeded', shownSession(session))
  } else {
    intent.status = 'requires_payment_method'
    emit(state, 'payment_intent.payment_failed', intent)
    emit(state, 'checkout.session.async_payment_failed', shownSession(session))
  }
  return session
}

export function expireSession(state: State, id: string): Stripe.Checkout.Session {
  const session = getSession(state, id)
  if (session.status !== 'open') return session
  session.status = 'expired'
  session.url = null
  emit(state, 'checkout.session.expired', shownSession(session))
  return session
}
