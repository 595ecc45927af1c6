import type Stripe from 'stripe'
import { decimal, getPrice, priceData, priceFrom } from './catalogue.ts'
import { schedule, unschedule } from './clock.ts'
import { getCustomer } from './customers.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { issueAndPay } from './invoices.ts'
import { createdParams, embedded, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, flag, hash, ignored, integer, listOf, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { find, idOf, insert, now, type State } from './state.ts'

type Item = { price: Stripe.Price; quantity: number }
type Facts = { customer: string; items: Item[]; metadata?: Record<string, string> | undefined; trialDays?: number | undefined }

/** A point in time some intervals after the anchor; a month that is too short ends on its last day. */
export function periodEnd(anchor: number, interval: Stripe.Price.Recurring.Interval, count: number): number {
  if (interval === 'day' || interval === 'week') return anchor + count * (interval === 'day' ? 86_400 : 7 * 86_400)
  const start = new Date(anchor * 1000)
  const months = start.getUTCMonth() + count * (interval === 'year' ? 12 : 1)
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), months + 1, 0)).getUTCDate()
  const end = new Date(start)
  end.setUTCFullYear(start.getUTCFullYear(), months, Math.min(start.getUTCDate(), lastDay))
  return Math.floor(end.getTime() / 1000)
}

/** Starts a subscription; its first invoice is paid by card at once, unless a trial comes first. */
export function createSubscription(state: State, { customer, items, trialDays = 0, ...facts }: Facts): Stripe.Subscription {
  const [first] = items
  if (!first?.price.recurring)
    throw badParameter(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      'items[0][price]',
    )
  const at = now(state)
  const trialEnd = trialDays > 0 ? at + trialDays * 86_400 : null
  const anchor = trialEnd ?? at
  const { interval, interval_count: count } = first.price.recurring
  const subscription = draft(state, getCustomer(state, customer, 'customer').id, first.price.currency, anchor)
  const period = trialEnd ? { start: at, end: trialEnd } : { start: at, end: periodEnd(anchor, interval, count) }
  subscription.metadata = mergedMetadata({}, facts.metadata)
  subscription.status = trialEnd ? 'trialing' : 'active'
  subscription.trial_end = trialEnd
  subscription.trial_start = trialEnd ? at : null
  subscription.items = embedded(
    items.map((item) => itemOf(state, subscription.id, item, period)),
    `/v1/subscription_items?subscription=${subscription.id}`,
  )
  insert(state, state.tables.subscriptions, state.platform.id, subscription)
  emit(state, 'customer.subscription.created', subscription)
  bill(state, subscription, 'subscription_create', trialEnd !== null)
  schedule(state, 'renew', subscription.id, period.end * 1000)
  return subscription
}

function draft(state: State, customer: string, currency: string, anchor: number): Stripe.Subscription {
  return {
    id: newId(state, 'sub'),
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: now(state),
    currency,
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: 'pm_card_visa',
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, custom_fields: null, description: null, footer: null, issuer: { type: 'self' } },
    items: embedded<Stripe.SubscriptionItem>([], ''),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now(state),
    status: 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
    trial_start: null,
  }
}

function itemOf(
  state: State,
  subscription: string,
  { price, quantity }: Item,
  period: { start: number; end: number },
): Stripe.SubscriptionItem {
  const { interval, interval_count } = price.recurring ?? { interval: 'month' as const, interval_count: 1 }
  return {
    id: `si_${newId(state, 's').slice(2, 16)}`,
    object: 'subscription_item',
    billing_thresholds: null,
    created: now(state),
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: {
      id: price.id,
      object: 'plan',
      active: true,
      amount: price.unit_amount,
      amount_decimal: decimal(price.unit_amount),
      billing_scheme: 'per_unit',
      created: price.created,
      currency: price.currency,
      interval,
      interval_count,
      livemode: false,
      metadata: {},
      meter: null,
      nickname: null,
      product: idOf(price.product) ?? null,
      tiers_mode: null,
      transform_usage: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    price: structuredClone(price),
    quantity,
    subscription,
    tax_rates: [],
  }
}

function bill(state: State, subscription: Stripe.Subscription, reason: 'subscription_create' | 'subscription_cycle', isFree = false): void {
  const lines = subscription.items.data.map((item) => ({
    amount: isFree ? 0 : (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
    description: isFree ? 'Trial period' : `${item.quantity ?? 1} × ${item.price.nickname ?? 'Subscription'}`,
    quantity: item.quantity ?? 1,
    price: item.price,
    subscriptionItem: item.id,
    period: { start: item.current_period_start, end: item.current_period_end },
  }))
  const invoice = issueAndPay(state, {
    customer: String(subscription.customer),
    currency: subscription.currency,
    lines,
    reason,
    subscription,
  })
  subscription.latest_invoice = invoice.id
}

/** The end of a period: the next one begins and is paid, or the subscription ends. */
export function renew(state: State, id: string): void {
  const subscription = find(state.tables.subscriptions, state.platform.id, id)
  const item = subscription?.items.data[0]
  if (!subscription || !item || subscription.status === 'canceled') return
  if (subscription.cancel_at_period_end) {
    endSubscription(state, subscription)
    return
  }
  const { interval, interval_count } = item.plan
  const start = item.current_period_end
  let count = interval_count
  while (periodEnd(subscription.billing_cycle_anchor, interval, count) <= start) count += interval_count
  const end = periodEnd(subscription.billing_cycle_anchor, interval, count)
  for (const each of subscription.items.data) Object.assign(each, { current_period_start: start, current_period_end: end })
  subscription.status = 'active'
  if (!subscription.pause_collection) bill(state, subscription, 'subscription_cycle')
  emit(state, 'customer.subscription.updated', subscription)
  schedule(state, 'renew', id, end * 1000)
}

export function endSubscription(state: State, subscription: Stripe.Subscription): Stripe.Subscription {
  if (subscription.status === 'canceled') throw noSuch('subscription', subscription.id)
  subscription.status = 'canceled'
  subscription.canceled_at ??= now(state)
  subscription.ended_at = now(state)
  unschedule(state, 'renew', subscription.id)
  emit(state, 'customer.subscription.deleted', subscription)
  return subscription
}

export const getSubscription = (state: State, id: string): Stripe.Subscription => {
  const subscription = find(state.tables.subscriptions, state.platform.id, id)
  if (!subscription) throw noSuch('subscription', id)
  return subscription
}
const subscriptionOf = (call: Call) => getSubscription(call.state, part(call, 'id'))

const items = listOf(required(hash({ price: text, price_data: priceData, quantity: integer({ min: 0 }), id: text, metadata: ignored })))
const updatable = {
  metadata,
  cancel_at_period_end: flag,
  pause_collection: ignored,
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  items,
  description: text,
  ...expand,
}

/** A change takes effect with the next invoice: what is left of the running period is not billed. */
function update(
  state: State,
  subscription: Stripe.Subscription,
  params: { [Name in keyof typeof updatable]: ReturnType<(typeof updatable)[Name]> },
): Stripe.Subscription {
  if (subscription.status === 'canceled')
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.')
  const { cancel_at_period_end: ends, pause_collection: paused } = params
  subscription.metadata = mergedMetadata(subscription.metadata, params.metadata)
  if (ends !== undefined) {
    subscription.cancel_at_period_end = ends
    subscription.cancel_at = ends ? (subscription.items.data[0]?.current_period_end ?? null) : null
    subscription.canceled_at = ends ? now(state) : null
  }
  if (paused !== undefined) subscription.pause_collection = paused ? { behavior: 'void', resumes_at: null } : null
  for (const change of params.items ?? []) {
    const item = subscription.items.data.find((each) => each.id === change.id) ?? subscription.items.data[0]
    if (!item) continue
    if (change.quantity !== undefined) item.quantity = change.quantity
    const price = change.price
      ? getPrice(state, change.price, 'items[0][price]')
      : change.price_data
        ? priceFrom(state, change.price_data)
        : undefined
    if (price) item.price = structuredClone(price)
  }
  emit(state, 'customer.subscription.updated', subscription)
  return subscription
}

export const subscriptionEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/subscriptions',
    {
      customer: required(text),
      items: required(items),
      metadata,
      trial_period_days: integer({ min: 0 }),
      payment_behavior: text,
      default_payment_method: text,
      collection_method: oneOf('charge_automatically'),
      ...expand,
    },
    ({ state, params }) =>
      createSubscription(state, {
        customer: params.customer,
        items: params.items.map((item, index) => {
          const price = item.price
            ? getPrice(state, item.price, `items[${index}][price]`)
            : item.price_data
              ? priceFrom(state, item.price_data)
              : undefined
          if (!price) throw badParameter('You must pass either `price` or `price_data`.', `items[${index}][price]`)
          return { price, quantity: item.quantity ?? 1 }
        }),
        metadata: params.metadata,
        trialDays: params.trial_period_days,
      }),
  ),
  endpoint(
    'GET',
    '/v1/subscriptions',
    { ...pageParams, ...createdParams, customer: text, status: text, price: text },
    ({ state, owner, params }) =>
      listPage(
        {
          table: state.tables.subscriptions,
          owner,
          url: '/v1/subscriptions',
          matches: (each) =>
            isWithin(params.created, each.created) &&
            (!params.customer || each.customer === params.customer) &&
            (params.status === 'all' || (params.status ? each.status === params.status : each.status !== 'canceled')),
        },
        params,
      ),
  ),
  endpoint('GET', '/v1/subscriptions/:id', { ...expand }, subscriptionOf),
  endpoint('POST', '/v1/subscriptions/:id', updatable, (call) => update(call.state, subscriptionOf(call), call.params)),
  endpoint('DELETE', '/v1/subscriptions/:id', { invoice_now: flag, prorate: flag, cancellation_details: ignored, ...expand }, (call) =>
    endSubscription(call.state, subscriptionOf(call)),
  ),
]
