import type Stripe from 'stripe'
import { getCustomer } from './customers.ts'
import { ApiError, invalidRequest } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { draftInvoice, type InvoiceFacts, type Line, lineOf } from './invoice-shapes.ts'
import { embedded } from './pagination.ts'
import { confirmIntent, createIntent } from './payments.ts'
import { now, type State } from './state.ts'
import { find, insert, newestFirst } from './table.ts'

/** A draft. Nothing is owed before it is finalized. */
export function createInvoice(state: State, facts: InvoiceFacts): Stripe.Invoice {
  const customer = getCustomer(state, facts.customer, 'customer')
  const invoice = draftInvoice(state, facts, customer)
  insert(state, state.tables.invoices, state.platform.id, invoice)
  for (const line of facts.lines) addLine(state, invoice, line)
  computeTotals(invoice, facts.taxMinor ?? 0, facts.discountMinor ?? 0)
  emit(state, 'invoice.created', invoice)
  return invoice
}

export function addLine(state: State, invoice: Stripe.Invoice, line: Line): Stripe.InvoiceLineItem {
  const item = lineOf(state, invoice, line)
  invoice.lines = embedded([...invoice.lines.data, item], invoice.lines.url)
  computeTotals(invoice)
  return item
}

function computeTotals(
  invoice: Stripe.Invoice,
  tax = invoice.total - (invoice.total_excluding_tax ?? 0),
  discount = invoice.subtotal - (invoice.total_excluding_tax ?? 0),
): void {
  const subtotal = invoice.lines.data.reduce((sum, line) => sum + line.amount, 0)
  invoice.subtotal = subtotal
  invoice.subtotal_excluding_tax = subtotal
  invoice.total_excluding_tax = subtotal - discount
  invoice.total = subtotal - discount + tax
  invoice.total_discount_amounts = discount > 0 ? [{ amount: discount, discount: 'di_of_the_invoice' }] : []
  invoice.total_taxes =
    tax > 0
      ? [
          {
            amount: tax,
            tax_behavior: 'exclusive',
            tax_rate_details: null,
            taxability_reason: 'standard_rated',
            taxable_amount: subtotal - discount,
            type: 'tax_rate_details',
          },
        ]
      : []
  invoice.amount_due = Math.max(0, invoice.total)
  invoice.amount_remaining = invoice.amount_due - invoice.amount_paid
}

/** From now on it is owed. An invoice over nothing is paid at once. */
export function finalizeInvoice(state: State, invoice: Stripe.Invoice): Stripe.Invoice {
  if (invoice.status !== 'draft')
    throw invalidRequest("This invoice is already finalized, you can't re-finalize a non-draft invoice.", { code: 'invoice_not_editable' })
  const ofCustomer = newestFirst(state.tables.invoices, state.platform.id).filter(
    (each) => each.customer === invoice.customer && each.number,
  )
  invoice.status = 'open'
  invoice.number = `${String(invoice.customer).slice(4, 12).toUpperCase()}-${String(ofCustomer.length + 1).padStart(4, '0')}`
  invoice.effective_at = now(state)
  invoice.status_transitions.finalized_at = now(state)
  emit(state, 'invoice.finalized', invoice)
  if (invoice.amount_due === 0) settleInvoice(state, invoice)
  return invoice
}

/** `mayFail`: a declined card leaves the invoice open instead of refusing the request. */
type Paying = { amount?: number | undefined; outOfBand?: boolean | undefined; mayFail?: boolean }

/** Pays an open invoice: by card, in part if an amount is given, or outside of Stripe. */
export function payInvoice(state: State, invoice: Stripe.Invoice, { amount, outOfBand, mayFail }: Paying = {}): Stripe.Invoice {
  if (invoice.status === 'draft') finalizeInvoice(state, invoice)
  if (invoice.status === 'paid') {
    if (invoice.amount_due === 0) return invoice
    throw invalidRequest('Invoice is already paid', { code: 'invoice_already_paid' })
  }
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') throw invalidRequest('Only open invoices can be paid.')
  const due = Math.min(amount ?? invoice.amount_remaining, invoice.amount_remaining)
  if (outOfBand) recordPayment(state, invoice, due, { type: 'payment_record', payment_record: newId(state, 'pr') })
  else if (!payByCard(state, invoice, due)) {
    if (mayFail) return invoice
    throw new ApiError(402, { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' })
  }
  if (invoice.amount_remaining === 0) settleInvoice(state, invoice)
  return invoice
}

function payByCard(state: State, invoice: Stripe.Invoice, amount: number): boolean {
  const customer = getCustomer(state, String(invoice.customer))
  const intent = createIntent(state, { amount, currency: invoice.currency, customer: customer.id, description: paymentWord(invoice) })
  invoice.attempted = true
  if (state.declined[customer.id]) {
    invoice.attempt_count += 1
    emit(state, 'payment_intent.payment_failed', intent)
    emit(state, 'invoice.payment_failed', invoice)
    return false
  }
  confirmIntent(state, intent, { email: customer.email, name: customer.name ?? null })
  recordPayment(state, invoice, amount, { type: 'payment_intent', payment_intent: intent.id })
  return true
}

const paymentWord = (invoice: Stripe.Invoice): string =>
  invoice.billing_reason === 'subscription_create'
    ? 'Subscription creation'
    : invoice.billing_reason === 'subscription_cycle'
      ? 'Subscription update'
      : 'Payment for Invoice'

function recordPayment(state: State, invoice: Stripe.Invoice, amount: number, payment: Stripe.InvoicePayment.Payment): void {
  const invoicePayment: Stripe.InvoicePayment = {
    id: newId(state, 'inpay'),
    object: 'invoice_payment',
    amount_paid: amount,
    amount_requested: amount,
    created: now(state),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment,
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: now(state) },
  }
  insert(state, state.tables.invoicePayments, state.platform.id, invoicePayment)
  invoice.amount_paid += amount
  invoice.amount_remaining = invoice.amount_due - invoice.amount_paid
  invoice.attempted = true
  invoice.attempt_count += 1
  emit(state, 'invoice_payment.paid', invoicePayment)
}

/** All that was owed is paid. */
export function settleInvoice(state: State, invoice: Stripe.Invoice): void {
  invoice.status = 'paid'
  invoice.attempted = true
  invoice.ending_balance = 0
  invoice.status_transitions.paid_at = now(state)
  emit(state, 'invoice.paid', invoice)
  emit(state, 'invoice.payment_succeeded', invoice)
  resumeSubscription(state, invoice)
}

/** Draft, finalized and paid, as subscriptions and the dashboard do it. */
export const issueAndPay = (state: State, facts: InvoiceFacts): Stripe.Invoice => payInvoice(state, createInvoice(state, facts))

/** A subscription that was behind and paid up goes on. */
function resumeSubscription(state: State, invoice: Stripe.Invoice): void {
  const id = invoice.parent?.subscription_details?.subscription
  const subscription = find(state.tables.subscriptions, state.platform.id, typeof id === 'string' ? id : undefined)
  if (subscription?.status !== 'past_due') return
  subscription.status = 'active'
  emit(state, 'customer.subscription.updated', subscription, { previous: { status: 'past_due' } })
}

/** An open invoice that will not be paid: void was a mistake, uncollectible is a loss. */
export function giveUpInvoice(state: State, invoice: Stripe.Invoice, as: 'void' | 'uncollectible'): Stripe.Invoice {
  if (invoice.status !== 'open') throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`)
  invoice.status = as
  if (as === 'void') invoice.status_transitions.voided_at = now(state)
  else invoice.status_transitions.marked_uncollectible_at = now(state)
  emit(state, as === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible', invoice)
  return invoice
}
