import type Stripe from 'stripe'
import { getPrice } from './catalogue.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { invoiceItemOf } from './invoice-items.ts'
import { addLine, createInvoice, finalizeInvoice, giveUpInvoice, payInvoice } from './invoices.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, hash, integer, metadata, oneOf, required, text } from './params.ts'
import type { State } from './state.ts'
import { find } from './table.ts'

export const getInvoice = (state: State, owner: string, id: string, param = 'id'): Stripe.Invoice => {
  const invoice = find(state.tables.invoices, owner, id)
  if (!invoice) throw noSuch('invoice', id, param)
  return invoice
}
const invoiceOf = (call: Call) => getInvoice(call.state, call.owner, part(call, 'id'))

const filters = { ...createdParams, customer: text, subscription: text, status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void') }
const paymentFilters = {
  ...createdParams,
  invoice: text,
  status: oneOf('canceled', 'open', 'paid'),
  payment: hash({ type: required(oneOf('payment_intent', 'payment_record')), payment_intent: text, payment_record: text }),
}

export const invoiceEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/invoices',
    {
      customer: required(text),
      currency,
      description: text,
      metadata,
      collection_method: oneOf('charge_automatically', 'send_invoice'),
      days_until_due: integer({ min: 0 }),
      auto_advance: flag,
      ...expand,
    },
    ({ state, params }) =>
      createInvoice(state, {
        customer: params.customer,
        currency: params.currency ?? 'usd',
        lines: [],
        reason: 'manual',
        metadata: params.metadata,
        description: params.description,
      }),
  ),
  endpoint(
    'POST',
    '/v1/invoiceitems',
    {
      customer: required(text),
      invoice: required(text),
      amount: integer(),
      currency,
      description: text,
      quantity: integer({ min: 0 }),
      pricing: hash({ price: text }),
      metadata,
      ...expand,
    },
    ({ state, owner, params }) => {
      const invoice = getInvoice(state, owner, params.invoice, 'invoice')
      if (invoice.status !== 'draft')
        throw invalidRequest('This invoice is no longer editable.', { code: 'invoice_not_editable', param: 'invoice' })
      const price = params.pricing?.price ? getPrice(state, params.pricing.price, 'pricing[price]') : undefined
      const quantity = params.quantity ?? 1
      const amount = params.amount ?? (price?.unit_amount ?? 0) * quantity
      const line = addLine(state, invoice, { amount, description: params.description ?? 'Item', quantity, ...(price ? { price } : {}) })
      return invoiceItemOf(invoice, line)
    },
  ),
  endpoint('GET', '/v1/invoices', { ...pageParams, ...filters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.invoices,
        owner,
        url: '/v1/invoices',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.customer || each.customer === params.customer) &&
          (!params.subscription || each.parent?.subscription_details?.subscription === params.subscription) &&
          (!params.status || each.status === params.status),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/invoices/:id', { ...expand }, invoiceOf),
  endpoint('GET', '/v1/invoices/:id/lines', { ...pageParams }, (call) => invoiceOf(call).lines),
  endpoint('POST', '/v1/invoices/:id/finalize', { auto_advance: flag, ...expand }, (call) => finalizeInvoice(call.state, invoiceOf(call))),
  endpoint(
    'POST',
    '/v1/invoices/:id/pay',
    { paid_out_of_band: flag, payment_method: text, forgive: flag, off_session: flag, ...expand },
    (call) => payInvoice(call.state, invoiceOf(call), { outOfBand: call.params.paid_out_of_band }),
  ),
  endpoint('POST', '/v1/invoices/:id/void', { ...expand }, (call) => giveUpInvoice(call.state, invoiceOf(call), 'void')),
  endpoint('POST', '/v1/invoices/:id/mark_uncollectible', { ...expand }, (call) =>
    giveUpInvoice(call.state, invoiceOf(call), 'uncollectible'),
  ),
  endpoint('GET', '/v1/invoice_payments', { ...pageParams, ...paymentFilters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.invoicePayments,
        owner,
        url: '/v1/invoice_payments',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.invoice || each.invoice === params.invoice) &&
          (!params.status || each.status === params.status) &&
          (!params.payment || each.payment.type === params.payment.type) &&
          (!params.payment?.payment_intent || each.payment.payment_intent === params.payment.payment_intent) &&
          (!params.payment?.payment_record || each.payment.payment_record === params.payment.payment_record),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/invoice_payments/:id', { ...expand }, (call) => {
    const found = find(call.state.tables.invoicePayments, call.owner, part(call, 'id'))
    if (!found) throw noSuch('invoice_payment', part(call, 'id'))
    return found
  }),
]
