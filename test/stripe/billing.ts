import type Stripe from 'stripe'
import { couponOff, invoicesOf } from './coupons.ts'
import type { Line } from './invoice-shapes.ts'
import { createInvoice, finalizeInvoice, giveUpInvoice, payInvoice } from './invoices.ts'
import { now, type State } from './state.ts'
import { find } from './table.ts'

/** How a subscription is billed, beside Stripe's own fields: its tax, its coupon, and what a change left for the next invoice. */
export type Billing = { taxPercent: number; coupon: string | null; discountedInvoicesLeft: number | null; pending: Line[] }

export const billingOf = (state: State, subscription: string): Billing => {
  state.billing[subscription] ??= { taxPercent: 0, coupon: null, discountedInvoicesLeft: null, pending: [] }
  return state.billing[subscription]
}

export function giveCoupon(state: State, subscription: string, coupon: Stripe.Coupon): void {
  const billing = billingOf(state, subscription)
  billing.coupon = coupon.id
  billing.discountedInvoicesLeft = invoicesOf(coupon)
}

export const amountOf = (item: Stripe.SubscriptionItem): number => (item.price.unit_amount ?? 0) * (item.quantity ?? 1)

export const linesOf = (subscription: Stripe.Subscription, isFree: boolean): Line[] =>
  subscription.items.data.map((item) => ({
    amount: isFree ? 0 : amountOf(item),
    description: isFree ? 'Trial period' : `${item.quantity ?? 1} × ${item.price.nickname ?? 'Subscription'}`,
    quantity: item.quantity ?? 1,
    price: item.price,
    subscriptionItem: item.id,
    period: { start: item.current_period_start, end: item.current_period_end },
  }))

type Reason = 'subscription_create' | 'subscription_cycle' | 'subscription_update'

/** One invoice of a subscription: paid by card at once, left open when the card is declined, put aside while collection is paused. */
export function bill(state: State, subscription: Stripe.Subscription, reason: Reason, lines: Line[]): Stripe.Invoice {
  const billing = billingOf(state, subscription.id)
  const all = [...lines, ...billing.pending]
  billing.pending = []
  const subtotal = Math.max(
    0,
    all.reduce((sum, line) => sum + line.amount, 0),
  )
  const discountMinor = discountFor(state, billing, subtotal)
  const taxMinor = Math.round(((subtotal - discountMinor) * billing.taxPercent) / 100)
  const item = subscription.items.data[0]
  const invoice = createInvoice(state, {
    customer: String(subscription.customer),
    currency: subscription.currency,
    lines: all,
    reason,
    subscription,
    discountMinor,
    taxMinor,
    ...(item ? { period: { start: item.current_period_start, end: item.current_period_end } } : {}),
  })
  subscription.latest_invoice = invoice.id
  return collect(state, subscription, invoice)
}

function discountFor(state: State, billing: Billing, subtotal: number): number {
  const coupon = find(state.tables.coupons, state.platform.id, billing.coupon)
  if (!coupon || subtotal === 0 || billing.discountedInvoicesLeft === 0) return 0
  if (billing.discountedInvoicesLeft !== null) billing.discountedInvoicesLeft -= 1
  return couponOff(coupon, subtotal)
}

function collect(state: State, subscription: Stripe.Subscription, invoice: Stripe.Invoice): Stripe.Invoice {
  const behavior = subscription.pause_collection?.behavior
  if (behavior === 'keep_as_draft') return invoice
  if (behavior && invoice.amount_due > 0)
    return giveUpInvoice(state, finalizeInvoice(state, invoice), behavior === 'void' ? 'void' : 'uncollectible')
  const paid = payInvoice(state, invoice, { mayFail: true })
  if (paid.status === 'open') subscription.status = 'past_due'
  return paid
}

/** What a change in the middle of a period costs, or gives back: the rest of the period at the new price less the rest at the old. */
export function prorate(state: State, item: Stripe.SubscriptionItem, before: number): Line {
  const { current_period_start: start, current_period_end: end } = item
  const rest = Math.max(0, end - now(state)) / (end - start)
  return {
    amount: Math.round(rest * (amountOf(item) - before)),
    description: 'Change within the period',
    subscriptionItem: item.id,
    isProration: true,
    period: { start: now(state), end },
  }
}
