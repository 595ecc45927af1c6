import type Stripe from 'stripe'
import { amountOf, bill, billingOf, giveCoupon, prorate } from './billing.ts'
import { getPrice, itemPriceData, priceFrom } from './catalogue.ts'
import { couponFrom, discounts } from './coupons.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, flag, hash, ignored, integer, type Kind, listOf, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { now, type State } from './state.ts'
import { itemOf } from './subscription-shapes.ts'
import { createSubscription, endSubscription } from './subscriptions.ts'
import { find } from './table.ts'
export const getSubscription = (state: State, id: string): Stripe.Subscription => {
  const subscription = find(state.tables.subscriptions, state.platform.id, id)
  if (!subscription) throw noSuch('subscription', id)
  return subscription
}
const subscriptionOf = (call: Call) => getSubscription(call.state, part(call, 'id'))

const item = { price: text, price_data: itemPriceData, quantity: integer({ min: 0 }), metadata: ignored }
const pausing = hash({ behavior: required(oneOf('keep_as_draft', 'mark_uncollectible', 'void')), resumes_at: integer() })

/** An empty value ends the pause. */
const pause: Kind<ReturnType<typeof pausing> | null> = (raw, at) => (raw === '' || raw === null ? null : pausing(raw, at))
const updatable = {
  discounts,
  metadata,
  cancel_at_period_end: flag,
  pause_collection: pause,
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
  items: listOf(required(hash({ ...item, id: text }))),
  description: text,
  ...expand,
}

type Change = { [Name in keyof typeof updatable]: ReturnType<(typeof updatable)[Name]> }

/** Changes a subscription. A change of price or quantity is prorated, on an invoice of its own or on the next one. */
function update(state: State, subscription: Stripe.Subscription, params: Change): Stripe.Subscription {
  if (subscription.status === 'canceled') {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.')
  }
  const { cancel_at_period_end: ends, pause_collection: paused } = params
  subscription.metadata = mergedMetadata(subscription.metadata, params.metadata)
  if (ends !== undefined) {
    subscription.cancel_at_period_end = ends
    subscription.cancel_at = ends ? (subscription.items.data[0]?.current_period_end ?? null) : null
    subscription.canceled_at = ends ? now(state) : null
  }
  if (paused !== undefined)
    subscription.pause_collection = paused ? { behavior: paused.behavior, resumes_at: paused.resumes_at ?? null } : null
  const coupon = couponFrom(state, params.discounts)
  if (coupon) giveCoupon(state, subscription.id, coupon)
  changeItems(state, subscription, params)
  emit(state, 'customer.subscription.updated', subscription)
  return subscription
}

function changeItems(state: State, subscription: Stripe.Subscription, { items: changes, proration_behavior: how }: Change): void {
  const lines = (changes ?? []).flatMap((change) => {
    const item = subscription.items.data.find((each) => each.id === change.id) ?? subscription.items.data[0]
    if (!item) return []
    const before = amountOf(item)
    if (change.quantity !== undefined) item.quantity = change.quantity
    const price = priceOf(state, change, 'items[0][price]')
    if (price) Object.assign(item, itemOf(state, subscription.id, { price, quantity: item.quantity ?? 1 }, periodOf(item)), { id: item.id })
    return [prorate(state, item, before)]
  })
  const owed = lines.reduce((sum, line) => sum + line.amount, 0)
  if (how === 'none' || subscription.status === 'trialing' || owed === 0) return
  if (how === 'always_invoice' && owed > 0) bill(state, subscription, 'subscription_update', lines)
  else billingOf(state, subscription.id).pending.push(...lines)
}

const periodOf = (item: Stripe.SubscriptionItem) => ({ start: item.current_period_start, end: item.current_period_end })

const priceOf = (state: State, asked: { price?: string | undefined; price_data?: ReturnType<typeof itemPriceData> }, param: string) =>
  asked.price ? getPrice(state, asked.price, param) : asked.price_data ? priceFrom(state, asked.price_data) : undefined

export const subscriptionEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/subscriptions',
    {
      customer: required(text),
      items: required(listOf(required(hash(item)))),
      metadata,
      discounts,
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
          const price = priceOf(state, item, `items[${index}][price]`)
          if (!price) throw badParameter('You must pass either `price` or `price_data`.', `items[${index}][price]`)
          return { price, quantity: item.quantity ?? 1 }
        }),
        metadata: params.metadata,
        trialDays: params.trial_period_days,
        coupon: couponFrom(state, params.discounts),
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
