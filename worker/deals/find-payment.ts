import type { Deps } from '../deps.ts'
import { identifyProspect } from '../prospects/identify.ts'
import { knownOf, type Payer } from './find-target.ts'
import { findPaymentBySource, findPaymentOfObjects } from './store.ts'

/** What a refund, a dispute or a credit note says of the payment that it is about. */
export type About = {
  id: string
  paymentIntent: string | null
  charge: string | null
  /** Named outright: by a credit note, or by a person in the metadata of the others. */
  invoice: string | null
}

/** `unknown`: its payment has not arrived. `stranger`: it was not for us and never will be. */
export type Found = { kind: 'payment'; paymentId: string } | { kind: 'unknown' } | { kind: 'stranger' }

/**
 * The payment that something came back of: by the invoice it names, by the objects we know it under, else by the invoice that Stripe
 * says its PaymentIntent paid.
 *
 * @throws when its PaymentIntent paid several invoices and nobody says which is meant
 */
export async function findPayment(deps: Deps, about: About): Promise<Found> {
  if (about.invoice) return paymentOfInvoices(deps, about, [about.invoice])
  const objects = [about.id, about.paymentIntent, about.charge].filter((each) => each !== null)
  const paymentId = await findPaymentOfObjects(deps.db, objects)
  if (paymentId) return { kind: 'payment', paymentId }
  if (!about.paymentIntent) return { kind: 'unknown' }

  const invoices = await deps.revenue.invoicesOfPaymentIntent(about.paymentIntent)
  if (invoices.length > 0) return paymentOfInvoices(deps, about, invoices)
  const session = await deps.revenue.checkoutOfPaymentIntent(about.paymentIntent)
  return session && (await isNobody(deps, session, session.paidAt)) ? { kind: 'stranger' } : { kind: 'unknown' }
}

async function paymentOfInvoices(deps: Deps, { id, paymentIntent }: About, invoices: readonly string[]): Promise<Found> {
  const payments = await Promise.all(invoices.map((invoice) => findPaymentBySource(deps.db, invoice)))
  const [payment] = payments
  if (payment && invoices.length === 1) return { kind: 'payment', paymentId: payment.id }
  const areStrangers = payments.every((each) => !each) && (await every(invoices, (invoice) => isOfStranger(deps, invoice)))
  if (areStrangers) return { kind: 'stranger' }
  if (invoices.length === 1) return { kind: 'unknown' }
  throw new Error(
    `${id} is of ${paymentIntent}, which paid ${invoices.join(' and ')}: Stripe does not say of which. ` +
      'Name one of them at Stripe, in its metadata as goodword_invoice, or name it in a credit note of that invoice.',
  )
}

async function every<Row>(rows: readonly Row[], holds: (row: Row) => Promise<boolean>): Promise<boolean> {
  for (const row of rows) if (!(await holds(row))) return false
  return true
}

/** Whether Stripe knows the payer and we know nobody who answers to it. */
async function isOfStranger(deps: Deps, invoiceId: string): Promise<boolean> {
  const invoice = await deps.revenue.invoice(invoiceId)
  const checkout = invoice.subscription ? await deps.revenue.checkoutOfSubscription(invoice.subscription) : undefined
  return isNobody(
    deps,
    {
      ...invoice,
      company: null,
      referral: checkout?.referral ?? invoice.referral,
      promotionCode: checkout?.promotionCode ?? invoice.promotionCode,
    },
    invoice.paidAt,
  )
}

const isNobody = async (deps: Deps, payer: Payer, at: Date): Promise<boolean> =>
  (await identifyProspect(deps, knownOf(payer), at, 'stripe')).kind === 'nobody'
