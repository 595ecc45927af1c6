import type Stripe from 'stripe'
import { bill, billingOf, giveCoupon, linesOf } from './billing.ts'
import { schedule, unschedule } from './clock.ts'
import { getCustomer } from './customers.ts'
import { badParameter, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { embedded } from './pagination.ts'
import { mergedMetadata } from './params.ts'
import { now, type State } from './state.ts'
import { draftSubscription, type Item, itemOf } from './subscription-shapes.ts'
import { find, insert } from './table.ts'

type Facts = {
  customer: string
  items: Item[]
  metadata?: Record<string, string> | undefined
  trialDays?: number | undefined
  coupon?: Stripe.Coupon | undefined
  taxPercent?: number | undefined
}

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
  const subscription = draftSubscription(state, getCustomer(state, customer, 'customer').id, first.price.currency, anchor)
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
  if (facts.coupon) giveCoupon(state, subscription.id, facts.coupon)
  billingOf(state, subscription.id).taxPercent = facts.taxPercent ?? 0
  bill(state, subscription, 'subscription_create', linesOf(subscription, trialEnd !== null))
  schedule(state, 'renew', subscription.id, period.end * 1000)
  return subscription
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
  if (subscription.status === 'trialing') subscription.status = 'active'
  bill(state, subscription, 'subscription_cycle', linesOf(subscription, false))
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
