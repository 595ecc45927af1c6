import type Stripe from 'stripe'
import { decimal } from './catalogue.ts'
import { idOf } from './state.ts'

/** What was put on a draft, as Stripe shows it to those who put it there: the line has another shape. */
export function invoiceItemOf(invoice: Stripe.Invoice, line: Stripe.InvoiceLineItem): Stripe.InvoiceItem {
  const price = line.pricing?.price_details
  return {
    id: line.id.replace(/^il_/, 'ii_'),
    object: 'invoiceitem',
    amount: line.amount,
    currency: line.currency,
    customer: idOf(invoice.customer) ?? '',
    customer_account: null,
    date: invoice.created,
    description: line.description,
    discountable: line.discountable,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: line.metadata,
    parent: null,
    period: line.period,
    pricing: line.pricing && {
      ...(price ? { price_details: { price: idOf(price.price) ?? '', product: price.product } } : {}),
      type: 'price_details',
      unit_amount_decimal: line.pricing.unit_amount_decimal,
    },
    proration: false,
    quantity: line.quantity ?? 1,
    quantity_decimal: line.quantity_decimal ?? decimal(line.quantity ?? 1),
    tax_rates: [],
    test_clock: null,
  }
}
