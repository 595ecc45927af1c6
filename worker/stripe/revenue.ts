import type Stripe from 'stripe'
import { wholeList } from './pages.ts'
import {
  type CheckoutAnswer,
  type CreditNoteAnswer,
  type DisputeAnswer,
  disputeStatuses,
  type Ended,
  type InvoiceAnswer,
  type RefundAnswer,
  type RevenueSource,
} from './port-revenue.ts'
import { ofPromotionCode, promotionCodeOf } from './promotion-code.ts'
import { invoiceBase, invoicePaid, referralOf } from './rules.ts'

const pagesAtMost = 10
export const ofSession = ['payment_intent.latest_charge', 'subscription', 'customer']
export const ofInvoice = ['parent.subscription_details.subscription', 'customer', 'discounts']

/** What Stripe says of money that came in. Every answer is fetched: an event is only a pointer (stripe.md 4 and 5). */
export const openRevenue = (stripe: () => Stripe): RevenueSource => ({
  checkout: async (id) => checkoutOf(await stripe().checkout.sessions.retrieve(id, { expand: ofSession })),
  checkoutOfSubscription: (subscription) => findCheckout(stripe(), { subscription }),
  checkoutOfPaymentIntent: (payment_intent) => findCheckout(stripe(), { payment_intent }),
  invoice: async (id) => invoiceOf(await stripe().invoices.retrieve(id, { expand: ofInvoice }), await listPayments(stripe(), id)),
  refund: async (id) => refundOf(await stripe().refunds.retrieve(id)),
  async refundsOfCharge(charge) {
    const refunds = await wholeList(`refunds of ${charge}`, pagesAtMost, (page) => stripe().refunds.list({ charge, ...page }))
    return refunds.map(refundOf)
  },
  dispute: async (id) => disputeOf(await stripe().disputes.retrieve(id)),
  creditNote: async (id) => creditNoteOf(await stripe().creditNotes.retrieve(id)),
  subscription: async (id) => ({ id, ended: endOf(await stripe().subscriptions.retrieve(id)) }),
  async invoicesOfPaymentIntent(payment_intent) {
    const { data } = await stripe().invoicePayments.list({ payment: { type: 'payment_intent', payment_intent }, limit: 100 })
    return texts(data.filter(({ status }) => status === 'paid').map(({ invoice }) => idOf(invoice)))
  },
  promotionCode: async (id) => promotionCodeOf(await stripe().promotionCodes.retrieve(id, { expand: ofPromotionCode })),
  invoiceOfInvoicePayment: async (id) => idOf((await stripe().invoicePayments.retrieve(id)).invoice) ?? '',
})

async function findCheckout(stripe: Stripe, filter: { subscription: string } | { payment_intent: string }) {
  const { data } = await stripe.checkout.sessions.list({ ...filter, limit: 1, expand: ofSession.map((path) => `data.${path}`) })
  return data[0] && checkoutOf(data[0])
}

/** The paid payments of an invoice with their charges; an invoice may be paid by several. */
async function listPayments(stripe: Stripe, invoice: string): Promise<Stripe.InvoicePayment[]> {
  const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 100, expand: ['data.payment.payment_intent'] })
  return data
}

export const checkoutOf = (session: Stripe.Checkout.Session): CheckoutAnswer => {
  const charge = latestChargeOf(session.payment_intent)
  const totalMinor = session.amount_total ?? 0
  return {
    id: session.id,
    stripeCustomer: idOf(session.customer) ?? session.customer_account,
    email: session.customer_details?.email ?? session.customer_email,
    name: session.customer_details?.individual_name ?? session.customer_details?.name ?? null,
    company: session.customer_details?.business_name ?? null,
    status: known(['open', 'complete', 'expired'], session.status, 'open'),
    paymentStatus: paymentStatusOf(session),
    referral:
      referralOf(session.client_reference_id, session.metadata) ??
      referralOf(null, metadataOf(session.subscription)) ??
      referralOf(null, metadataOf(session.customer)),
    promotionCode: firstOf((session.discounts ?? []).map(({ promotion_code: code }) => idOf(code))),
    currency: session.currency,
    totalMinor,
    baseMinor: Math.max(0, totalMinor - (session.total_details?.amount_tax ?? 0)),
    paymentIntent: idOf(session.payment_intent),
    charges: charge ? [charge.id] : [],
    invoice: idOf(session.invoice),
    subscription: idOf(session.subscription),
    paidAt: instant(charge?.created ?? session.created),
  }
}

/** A session stays `unpaid` when the bank said no; its PaymentIntent then asks for another way to pay. */
function paymentStatusOf({ payment_status, payment_intent: intent }: Stripe.Checkout.Session): CheckoutAnswer['paymentStatus'] {
  const isOver = typeof intent === 'object' && (intent?.status === 'requires_payment_method' || intent?.status === 'canceled')
  if (payment_status === 'unpaid' && isOver) return 'failed'
  return known(['paid', 'unpaid', 'no_payment_required'], payment_status, 'unpaid')
}

export const invoiceOf = (invoice: Stripe.Invoice, payments: Stripe.InvoicePayment[]): InvoiceAnswer => {
  const details = invoice.parent?.subscription_details
  const subscription = details?.subscription
  const intents = payments.filter(isWhole).map(({ payment }) => payment.payment_intent)
  const paidMinor = invoicePaid({
    paidMinor: invoice.amount_paid,
    offStripeMinor: invoice.amount_paid_off_stripe ?? 0,
    dueMinor: invoice.amount_due,
  })
  return {
    id: invoice.id,
    stripeCustomer: idOf(invoice.customer) ?? invoice.customer_account,
    email: invoice.customer_email,
    name: invoice.customer_name,
    status: known(['draft', 'open', 'paid', 'uncollectible', 'void'], invoice.status, 'draft'),
    billingReason: invoice.billing_reason,
    referral: [details?.metadata, metadataOf(subscription), invoice.metadata, metadataOf(invoice.customer)].reduce<string | null>(
      (found, metadata) => found ?? referralOf(null, metadata),
      null,
    ),
    promotionCode: firstOf((invoice.discounts ?? []).map((each) => (typeof each === 'string' ? null : idOf(each.promotion_code)))),
    currency: invoice.currency,
    paidMinor,
    totalMinor: invoice.total,
    baseMinor: invoiceBase({ paidMinor, totalMinor: invoice.total, totalExcludingTaxMinor: invoice.total_excluding_tax }),
    subscription: idOf(subscription),
    subscriptionEnded: typeof subscription === 'object' ? endOf(subscription) : null,
    paymentIntents: texts(intents.map(idOf)),
    charges: texts([...intents.map((intent) => latestChargeOf(intent)?.id), ...payments.map(({ payment }) => idOf(payment.charge))]),
    description: invoice.description ?? invoice.lines.data[0]?.description ?? null,
    paidAt: instant(invoice.status_transitions.paid_at ?? invoice.created),
  }
}

/** Whether all of its PaymentIntent went into this invoice; where it did not, a return of it says nothing of this invoice. */
function isWhole({ amount_paid: paidMinor, payment: { payment_intent: intent } }: Stripe.InvoicePayment): boolean {
  return typeof intent !== 'object' || paidMinor === null || !(intent.amount_received > paidMinor)
}

function endOf({ status, ended_at, canceled_at, created, cancellation_details: details }: Stripe.Subscription): Ended | null {
  if (status !== 'canceled' && status !== 'incomplete_expired') return null
  return { at: instant(ended_at ?? canceled_at ?? created), reason: details?.reason ?? null }
}

const refundOf = (refund: Stripe.Refund): RefundAnswer => ({
  id: refund.id,
  status: known(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'], refund.status, 'pending'),
  amountMinor: refund.amount,
  currency: refund.currency,
  paymentIntent: idOf(refund.payment_intent),
  charge: idOf(refund.charge),
  invoice: namedInvoice(refund),
  createdAt: instant(refund.created),
})

const disputeOf = (dispute: Stripe.Dispute): DisputeAnswer => ({
  id: dispute.id,
  status: known(disputeStatuses, dispute.status, 'under_review'),
  amountMinor: dispute.amount,
  currency: dispute.currency,
  paymentIntent: idOf(dispute.payment_intent),
  charge: idOf(dispute.charge),
  invoice: namedInvoice(dispute),
  createdAt: instant(dispute.created),
})

const creditNoteOf = (note: Stripe.CreditNote): CreditNoteAnswer => ({
  id: note.id,
  status: known(['issued', 'void'], note.status, 'issued'),
  invoice: idOf(note.invoice) ?? '',
  currency: note.currency,
  postPaymentMinor: note.post_payment_amount,
  // What came back outside of Stripe has no refund of its own that could be counted.
  refunds: note.refunds.flatMap(({ type, refund, amount_refunded: amountMinor }) => {
    const id = type === 'payment_record_refund' ? null : idOf(refund)
    return id ? [{ id, amountMinor }] : []
  }),
  createdAt: instant(note.created),
})

/** Where Stripe cannot say which invoice it belongs to, a person does, in its metadata. */
const namedInvoice = ({ metadata }: Pick<Stripe.Refund, 'metadata'>): string | null =>
  metadata?.goodword_invoice?.match(/^in_\w{1,120}$/)?.[0] ?? null

/** The metadata of an expanded reference; a deleted object has none. */
const metadataOf = (reference: string | { id: string; metadata?: Stripe.Metadata } | null | undefined): Stripe.Metadata | undefined =>
  typeof reference === 'object' ? reference?.metadata : undefined

/** Stripe may add a status at any time: one we do not know is read as the one in which nothing happened yet. */
const known = <Status extends string>(statuses: readonly Status[], status: string | null, otherwise: NoInfer<Status>): Status =>
  statuses.find((each) => each === status) ?? otherwise

const instant = (seconds: number): Date => new Date(seconds * 1000)

const texts = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((each) => typeof each === 'string'))]

/** Of several discounts the first one with a code. */
const firstOf = (ids: readonly (string | null)[]): string | null => ids.find((each) => each !== null) ?? null

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** The charge of an expanded PaymentIntent; only its id where the charge itself was not expanded. */
function latestChargeOf(intent: string | Stripe.PaymentIntent | null | undefined): { id: string; created?: number } | undefined {
  if (typeof intent !== 'object' || !intent?.latest_charge) return undefined
  return typeof intent.latest_charge === 'string' ? { id: intent.latest_charge } : intent.latest_charge
}
