import type Stripe from 'stripe'
import type { CheckoutAnswer, InvoiceAnswer, RefundAnswer, RevenueSource } from './port.ts'
import { invoiceBase, referralOf } from './rules.ts'

const withCharges = ['payment_intent.latest_charge']

/** What Stripe says of money that came in. Every answer is fetched: an event is only a pointer (stripe.md 4 and 5). */
export const openRevenue = (stripe: () => Stripe): RevenueSource => ({
  checkout: async (id) => checkoutOf(await stripe().checkout.sessions.retrieve(id, { expand: withCharges })),
  checkoutOfSubscription: (subscription) => findCheckout(stripe(), { subscription }),
  checkoutOfPaymentIntent: (payment_intent) => findCheckout(stripe(), { payment_intent }),
  invoice: async (id) => invoiceOf(await stripe().invoices.retrieve(id), await listPayments(stripe(), id)),
  refund: async (id) => refundOf(await stripe().refunds.retrieve(id)),
  async refundsOfCharge(charge) {
    const refunds: RefundAnswer[] = []
    for await (const refund of stripe().refunds.list({ charge, limit: 100 })) refunds.push(refundOf(refund))
    return refunds
  },
  async invoiceOfPaymentIntent(payment_intent) {
    const { data } = await stripe().invoicePayments.list({ payment: { type: 'payment_intent', payment_intent }, limit: 100 })
    return idOf((data.find(({ status }) => status === 'paid') ?? data[0])?.invoice) ?? undefined
  },
})

async function findCheckout(stripe: Stripe, filter: { subscription: string } | { payment_intent: string }) {
  const { data } = await stripe.checkout.sessions.list({ ...filter, limit: 1, expand: withCharges.map((path) => `data.${path}`) })
  return data[0] && checkoutOf(data[0])
}

/** The paid payments of an invoice with their charges; an invoice may be paid by several. */
async function listPayments(stripe: Stripe, invoice: string): Promise<Stripe.InvoicePayment[]> {
  const { data } = await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 100, expand: ['data.payment.payment_intent'] })
  return data
}

const checkoutOf = (session: Stripe.Checkout.Session): CheckoutAnswer => {
  const charge = latestChargeOf(session.payment_intent)
  const totalMinor = session.amount_total ?? 0
  return {
    id: session.id,
    stripeCustomer: idOf(session.customer) ?? session.customer_account,
    email: session.customer_details?.email ?? session.customer_email,
    name: session.customer_details?.individual_name ?? session.customer_details?.name ?? null,
    company: session.customer_details?.business_name ?? null,
    status: known(['open', 'complete', 'expired'], session.status, 'open'),
    paymentStatus: known(['paid', 'unpaid', 'no_payment_required'], session.payment_status, 'unpaid'),
    referral: referralOf(session.client_reference_id, session.metadata),
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

const invoiceOf = (invoice: Stripe.Invoice, payments: Stripe.InvoicePayment[]): InvoiceAnswer => {
  const subscription = invoice.parent?.subscription_details
  const intents = payments.map(({ payment }) => payment.payment_intent)
  return {
    id: invoice.id,
    stripeCustomer: idOf(invoice.customer) ?? invoice.customer_account,
    email: invoice.customer_email,
    name: invoice.customer_name,
    status: known(['draft', 'open', 'paid', 'uncollectible', 'void'], invoice.status, 'draft'),
    billingReason: invoice.billing_reason,
    referral: referralOf(null, subscription?.metadata) ?? referralOf(null, invoice.metadata),
    currency: invoice.currency,
    paidMinor: invoice.amount_paid,
    totalMinor: invoice.total,
    baseMinor: invoiceBase({
      paidMinor: invoice.amount_paid,
      totalMinor: invoice.total,
      totalExcludingTaxMinor: invoice.total_excluding_tax,
    }),
    subscription: idOf(subscription?.subscription),
    paymentIntents: texts(intents.map(idOf)),
    charges: texts([...intents.map((intent) => latestChargeOf(intent)?.id), ...payments.map(({ payment }) => idOf(payment.charge))]),
    description: invoice.description ?? invoice.lines.data[0]?.description ?? null,
    paidAt: instant(invoice.status_transitions.paid_at ?? invoice.created),
  }
}

const refundOf = (refund: Stripe.Refund): RefundAnswer => ({
  id: refund.id,
  status: known(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'], refund.status, 'pending'),
  amountMinor: refund.amount,
  currency: refund.currency,
  paymentIntent: idOf(refund.payment_intent),
  charge: idOf(refund.charge),
  createdAt: instant(refund.created),
})

/** Stripe may add a status at any time: one we do not know is read as the one in which nothing happened yet. */
const known = <Status extends string>(statuses: readonly Status[], status: string | null, otherwise: NoInfer<Status>): Status =>
  statuses.find((each) => each === status) ?? otherwise

const instant = (seconds: number): Date => new Date(seconds * 1000)

const texts = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((each) => typeof each === 'string'))]

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** The charge of an expanded PaymentIntent; only its id where the charge itself was not expanded. */
function latestChargeOf(intent: string | Stripe.PaymentIntent | null | undefined): { id: string; created?: number } | undefined {
  if (typeof intent !== 'object' || !intent?.latest_charge) return undefined
  return typeof intent.latest_charge === 'string' ? { id: intent.latest_charge } : intent.latest_charge
}
