import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { getInvoice } from './invoice-endpoints.ts'
import { settleInvoice } from './invoices.ts'
import { createdParams, embedded, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, ignored, integer, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { intentOfInvoice, refund } from './refunds.ts'
import { now, type State } from './state.ts'
import { find, insert, newestFirst } from './table.ts'

type CreditFacts = {
  invoice: string
  amount: number
  /** How the paid part comes back: by a refund of Stripe's, as credit for the next invoice, or outside of Stripe. */
  refund?: number | undefined
  credit?: number | undefined
  outOfBand?: number | undefined
  reason?: 'duplicate' | 'fraudulent' | 'order_change' | 'product_unsatisfactory' | undefined
  memo?: string | undefined
  metadata?: Record<string, string> | undefined
}

/** Lowers an invoice: what is still owed first, and what was paid already by a refund, a credit or money outside of Stripe. */
export function createCreditNote(state: State, facts: CreditFacts): Stripe.CreditNote {
  const invoice = getInvoice(state, state.platform.id, facts.invoice, 'invoice')
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw invalidRequest('Credit notes can only be made for open and paid invoices.', { param: 'invoice' })
  const before = Math.min(facts.amount, invoice.amount_remaining)
  const after = facts.amount - before
  const noted = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
  if (facts.amount > invoice.total - noted)
    throw invalidRequest('The sum of credit notes exceeds the total of the invoice.', { param: 'amount' })
  const given = (facts.refund ?? 0) + (facts.credit ?? 0) + (facts.outOfBand ?? 0)
  if (given !== after) {
    throw invalidRequest(
      `The sum of refunds, credit_amount and out_of_band_amount (${given}) must equal the post payment amount (${after}).`,
    )
  }
  const made = facts.refund
    ? refund(state, { paymentIntent: intentOfInvoice(state, invoice.id), amount: facts.refund, metadata: facts.metadata })
    : undefined
  const note = noteOf(state, invoice, facts, { before, after, refundId: made?.id })
  insert(state, state.tables.creditNotes, state.platform.id, note)
  apply(state, invoice, before, after)
  emit(state, 'credit_note.created', note)
  return note
}

function apply(state: State, invoice: Stripe.Invoice, before: number, after: number): void {
  invoice.pre_payment_credit_notes_amount += before
  invoice.post_payment_credit_notes_amount += after
  invoice.amount_due -= before
  invoice.amount_remaining -= before
  if (invoice.status === 'open' && invoice.amount_remaining === 0) settleInvoice(state, invoice)
}

type Parts = { before: number; after: number; refundId: string | undefined }

function noteOf(state: State, invoice: Stripe.Invoice, facts: CreditFacts, { before, after, refundId }: Parts): Stripe.CreditNote {
  const { amount } = facts
  const untaxed = invoice.total > 0 ? Math.floor((amount * (invoice.total_excluding_tax ?? invoice.total)) / invoice.total) : 0
  const count = newestFirst(state.tables.creditNotes, state.platform.id).filter((each) => each.invoice === invoice.id).length
  const id = newId(state, 'cn')
  return {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created: now(state),
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: now(state),
    invoice: invoice.id,
    lines: embedded<Stripe.CreditNoteLineItem>([], `/v1/credit_notes/${id}/lines`),
    livemode: false,
    memo: facts.memo ?? null,
    metadata: mergedMetadata({}, facts.metadata),
    number: `${invoice.number}-CN-${String(count + 1).padStart(2, '0')}`,
    out_of_band_amount: facts.outOfBand ?? null,
    pdf: `https://pay.stripe.test/credit_notes/${id}/pdf`,
    post_payment_amount: after,
    pre_payment_amount: before,
    pretax_credit_amounts: [],
    reason: facts.reason ?? null,
    refunds: refundId ? [{ amount_refunded: facts.refund ?? 0, payment_record_refund: null, refund: refundId, type: 'refund' }] : [],
    shipping_cost: null,
    status: 'issued',
    subtotal: untaxed,
    subtotal_excluding_tax: untaxed,
    total: amount,
    total_excluding_tax: untaxed,
    total_taxes: [],
    type: after > 0 ? (before > 0 ? 'mixed' : 'post_payment') : 'pre_payment',
    voided_at: null,
  }
}

const getNote = (state: State, id: string): Stripe.CreditNote => {
  const note = find(state.tables.creditNotes, state.platform.id, id)
  if (!note) throw noSuch('credit_note', id)
  return note
}

/** Only what lowered an open invoice can be taken back. */
export function voidCreditNote(state: State, id: string): Stripe.CreditNote {
  const note = getNote(state, id)
  const invoice = getInvoice(state, state.platform.id, String(note.invoice))
  if (note.status === 'void') throw invalidRequest('This credit note is already void.')
  if (note.post_payment_amount > 0 || invoice.status !== 'open') throw invalidRequest('You can only void credit notes of open invoices.')
  note.status = 'void'
  note.voided_at = now(state)
  apply(state, invoice, -note.pre_payment_amount, 0)
  emit(state, 'credit_note.voided', note)
  return note
}

const shape = {
  invoice: required(text),
  amount: required(integer({ min: 1 })),
  refund_amount: integer({ min: 0 }),
  credit_amount: integer({ min: 0 }),
  out_of_band_amount: integer({ min: 0 }),
  reason: oneOf('duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'),
  memo: text,
  metadata,
  email_type: ignored,
  ...expand,
}

export const creditNoteEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/credit_notes', shape, ({ state, params }) =>
    createCreditNote(state, {
      ...params,
      refund: params.refund_amount,
      credit: params.credit_amount,
      outOfBand: params.out_of_band_amount,
    }),
  ),
  endpoint('GET', '/v1/credit_notes', { ...pageParams, ...createdParams, invoice: text, customer: text }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.creditNotes,
        owner,
        url: '/v1/credit_notes',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.invoice || each.invoice === params.invoice) &&
          (!params.customer || each.customer === params.customer),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/credit_notes/:id', { ...expand }, (call) => getNote(call.state, part(call, 'id'))),
  endpoint('POST', '/v1/credit_notes/:id', { memo: text, metadata, ...expand }, (call) => {
    const note = getNote(call.state, part(call, 'id'))
    if (call.params.memo !== undefined) note.memo = call.params.memo || null
    note.metadata = mergedMetadata(note.metadata, call.params.metadata)
    emit(call.state, 'credit_note.updated', note)
    return note
  }),
  endpoint('GET', '/v1/credit_notes/:id/lines', { ...pageParams }, (call) => getNote(call.state, part(call, 'id')).lines),
  endpoint('POST', '/v1/credit_notes/:id/void', { ...expand }, (call) => voidCreditNote(call.state, part(call, 'id'))),
]
