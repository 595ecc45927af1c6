import type Stripe from 'stripe'
import { decimal } from './catalogue.ts'
import { newId } from './ids.ts'
import { embedded } from './pagination.ts'
import { mergedMetadata } from './params.ts'
import { idOf, now, type State } from './state.ts'
export type Line = {
  amount: number
  description: string
  quantity?: number
  price?: Stripe.Price
  subscriptionItem?: string
  isProration?: boolean
  period?: { start: number; end: number }
}
export type InvoiceFacts = {
  customer: string
  currency: string
  lines: Line[]
  reason: 'manual' | 'subscription_create' | 'subscription_cycle' | 'subscription_update'
  subscription?: Stripe.Subscription
  metadata?: Record<string, string> | undefined
  description?: string | undefined
  /** Added on top of the lines, and taken off them. */
  taxMinor?: number
  discountMinor?: number
  period?: { start: number; end: number }
}

export function draftInvoice(state: State, facts: InvoiceFacts, customer: Stripe.Customer): Stripe.Invoice {
  const id = newId(state, 'in')
  const at = now(state)
  return {
    id,
    object: 'invoice',
    account_country: state.platform.country,
    account_name: state.platform.name,
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: facts.reason,
    collection_method: 'charge_automatically',
    created: at,
    currency: facts.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: facts.description ?? null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: embedded<Stripe.InvoiceLineItem>([], `/v1/invoices/${id}/lines`),
    livemode: false,
    metadata: mergedMetadata({}, facts.metadata),
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: facts.subscription
      ? {
          quote_details: null,
          subscription_details: { metadata: { ...facts.subscription.metadata }, subscription: facts.subscription.id },
          type: 'subscription_details',
        }
      : null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: facts.period?.end ?? at,
    period_start: facts.period?.start ?? at,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  }
}

export function lineOf(state: State, invoice: Stripe.Invoice, line: Line): Stripe.InvoiceLineItem {
  const subscription = idOf(invoice.parent?.subscription_details?.subscription) ?? null
  return {
    id: newId(state, 'il'),
    object: 'line_item',
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: {},
    parent: line.subscriptionItem
      ? {
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: null,
            proration: line.isProration ?? false,
            proration_details: null,
            subscription,
            subscription_item: line.subscriptionItem,
          },
          type: 'subscription_item_details',
        }
      : null,
    period: line.period ?? { start: invoice.created, end: invoice.created },
    pretax_credit_amounts: [],
    pricing: line.price
      ? {
          price_details: { price: line.price.id, product: idOf(line.price.product) ?? '' },
          type: 'price_details',
          unit_amount_decimal: line.price.unit_amount_decimal,
        }
      : { type: 'price_details', unit_amount_decimal: decimal(line.amount) },
    quantity: line.quantity ?? 1,
    quantity_decimal: decimal(line.quantity ?? 1),
    subscription,
    subtotal: line.amount,
    taxes: [],
  }
}
