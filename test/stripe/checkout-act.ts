import { optional } from './act.ts'
import { createPrice, createProduct } from './catalogue.ts'
import { completeSession, createSession } from './checkout.ts'
import { cleanReference } from './client-reference.ts'
import { currency, flag, integer, metadata, oneOf, required, text, type Values } from './params.ts'
import type { State } from './state.ts'

export const checkoutActShape = {
  amount: required(integer({ min: 1 })),
  currency: required(currency),
  email: required(text),
  mode: optional(oneOf('payment', 'subscription')),
  name: optional(text),
  client_reference_id: optional(text),
  customer: optional(text),
  metadata,
  subscription_metadata: metadata,
  interval: optional(oneOf('day', 'week', 'month', 'year')),
  trial_days: optional(integer({ min: 0 })),
  product: optional(text),
  tax_percent: optional(integer({ min: 0, max: 100 })),
  coupon: optional(text),
  promotion_code: optional(text),
  invoice: optional(flag),
  delayed: optional(flag),
}

/** Somebody opens a Checkout and pays it, all in one. */
export function paidCheckout(state: State, params: Values<typeof checkoutActShape>, origin: string): object {
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
    allow_promotion_codes: undefined,
    discounts: params.coupon || params.promotion_code ? [{ coupon: params.coupon, promotion_code: params.promotion_code }] : undefined,
    expires_at: undefined,
    ui_mode: undefined,
    expand: undefined,
  }
  const { id } = createSession(state, raw, origin, params.tax_percent)
  const session = completeSession(state, id, { email: params.email, name: params.name, isDelayed: params.delayed ?? false })
  return { session: id, ...session }
}
