import type Stripe from 'stripe'
import { getPrice, priceData, priceFrom } from './catalogue.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, flag, hash, ignored, integer, listOf, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { find, now, type State } from './state.ts'
import { createSubscription, endSubscription } from './subscriptions.ts'
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
