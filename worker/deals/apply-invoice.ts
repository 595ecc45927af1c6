import { type Currency, isCurrency } from '../../schema/currency.ts'
import type { Deps } from '../deps.ts'
import type { Applier } from '../stripe/inbox.ts'
import type { CheckoutAnswer, InvoiceAnswer } from '../stripe/port-revenue.ts'
import { applyPayment, type Target } from './apply-payment.ts'
import { endDeal } from './apply-subscription.ts'
import { findBilledDeal, type Payer, targetOfPayer } from './find-target.ts'
import { afterPayment, tellIgnored } from './outcome.ts'

/**
 * A paid invoice is one payment. Its deal is the subscription's, or the invoice's own; nobody has opened it yet with the first
 * invoice, whose customer the Checkout session may know better than the invoice does. One that nobody paid, or owed nothing, earns
 * nothing; should it be paid later, `invoice.paid` says so.
 */
export const applyInvoice: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const invoice = await deps.revenue.invoice(event.object)
  if (invoice.status !== 'paid' || invoice.paidMinor === 0) return 'done'
  const { currency } = invoice
  if (!isCurrency(currency)) return tellIgnored(event, `unknown currency ${currency}`)

  const { id, paidMinor, baseMinor, paymentIntents, charges, paidAt } = invoice
  const paid = { source: id, currency, paidMinor, baseMinor, paidAt, recordedBy: 'stripe', objects: [id, ...paymentIntents, ...charges] }
  const applied = await applyPayment(deps, paid, () => targetOf(deps, invoice, currency))
  if (applied.kind === 'applied' && invoice.subscription && invoice.subscriptionEnded) {
    await endDeal(deps, invoice.subscription, invoice.subscriptionEnded)
  }
  return afterPayment(applied, event)
}

/** `invoice_payment.paid`: a part of an invoice was paid. Once all of it is, this part is known by its objects, too. */
export const applyInvoicePayment: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  return applyInvoice(deps, { ...event, object: await deps.revenue.invoiceOfInvoicePayment(event.object) })
}

async function targetOf(deps: Deps, invoice: InvoiceAnswer, currency: Currency): Promise<Target> {
  const billed = await findBilledDeal(deps, [invoice.subscription, invoice.id])
  if (billed) return billed

  const session = await findCheckout(deps, invoice)
  const bySession = await findBilledDeal(deps, [session?.id])
  if (bySession) return bySession
  return targetOfPayer(deps, payerOf(invoice, session), session?.paidAt ?? invoice.paidAt, {
    source: invoice.subscription ?? invoice.id,
    kind: invoice.subscription ? 'retainer' : 'one_off',
    name: invoice.description ?? (invoice.subscription ? 'Subscription' : 'Invoice'),
    currency,
    amountMinor: invoice.baseMinor,
    paidAt: invoice.paidAt,
  })
}

/** The session that began it, whose own event may not have arrived. */
async function findCheckout({ revenue }: Deps, { subscription, paymentIntents }: InvoiceAnswer): Promise<CheckoutAnswer | undefined> {
  if (subscription) return revenue.checkoutOfSubscription(subscription)
  const [first] = paymentIntents
  return first ? revenue.checkoutOfPaymentIntent(first) : undefined
}

const payerOf = (invoice: InvoiceAnswer, session: CheckoutAnswer | undefined): Payer => ({
  stripeCustomer: invoice.stripeCustomer ?? session?.stripeCustomer ?? null,
  referral: session?.referral ?? invoice.referral,
  promotionCode: session?.promotionCode ?? invoice.promotionCode,
  id: session?.promotionCode ? session.id : invoice.id,
  email: session?.email ?? invoice.email,
  company: session?.company ?? invoice.name,
  name: session?.name ?? null,
})
