import type Stripe from 'stripe'
import { getPrice } from './catalogue.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { addLine, createInvoice, finalizeInvoice, payInvoice } from './invoices.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, hash, integer, metadata, oneOf, required, text } from './params.ts'
import { find, now, type State } from './state.ts'

export const getInvoice = (state: State, owner: string, id: string, param = 'id'): Stripe.Invoice => {
  const invoice = find(state.tables.invoices, owner, id)
  if (!invoice) throw noSuch('invoice', id, param)
  return invoice
}
const invoiceOf = (call: Call) => getInvoice(call.state, call.owner, part(call, 'id'))

/** An open invoice that will not be paid: void was a mistake, uncollectible is a loss. */
export function giveUpInvoice(state: State, invoice: Stripe.Invoice, as: 'void' | 'uncollectible'): Stripe.Invoice {
  if (invoice.status !== 'open') throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`)
  invoice.status = as
  if (as === 'void') invoice.status_transitions.voided_at = now(state)
  else invoice.status_transitions.marked_uncollectible_at = now(state)
  emit(state, as === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', invoice)
  return invoice
}

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
      return { ...line, id: line.id.replace(/^il_/, 'ii_'), object: 'invoiceitem' }
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
