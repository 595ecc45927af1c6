import type { Deps } from '../deps.ts'
import { identifyProspect } from '../prospects/identify.ts'
import type { Applied, Applier } from '../stripe/inbox.ts'
import type { RefundAnswer } from '../stripe/port.ts'
import { applyReturn } from './apply-return.ts'
import { knownOf } from './find-target.ts'
import { tellIgnored } from './outcome.ts'
import { findPaymentBySource, findPaymentOfObjects } from './store.ts'

/** `refund.created`, `.updated` and `.failed`: the refund counts by what it is now, told as often as Stripe likes. */
export const applyRefund: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const refund = await deps.revenue.refund(event.object)
  return applyOne(deps, refund, event)
}

/** `charge.refunded`, a safety net: it names no refund, so all of the charge's are looked at. */
export const applyChargeRefunded: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const outcomes: Applied[] = []
  for (const refund of await deps.revenue.refundsOfCharge(event.object)) outcomes.push(await applyOne(deps, refund, event))
  return outcomes.find((each) => each === 'waiting') ?? outcomes[0] ?? 'done'
}

/** A refund before its payment waits for it; one of a payment that was not for us is not for us either. */
async function applyOne(deps: Deps, first: RefundAnswer, event: { id: string }): Promise<Applied> {
  const paymentId = await findPayment(deps, first)
  if (!paymentId) return (await isOfStranger(deps, first)) ? tellIgnored(event, 'the refund of a payment that was not for us') : 'waiting'
  await applyReturn(deps, paymentId, async (payment) => {
    const refund = await deps.revenue.refund(first.id)
    if (refund.currency !== payment.currency)
      throw new Error(`Refund ${refund.id} is in ${refund.currency}, its payment in ${payment.currency}`)
    return {
      object: refund.id,
      kind: 'refund',
      status: refund.status,
      countsMinor: refund.amountMinor,
      happenedAt: refund.createdAt,
      recordedBy: 'stripe',
    }
  })
  return 'done'
}

/** By the objects we know it under, else by the invoice that Stripe says its PaymentIntent paid. */
async function findPayment({ db, revenue }: Deps, { paymentIntent, charge }: RefundAnswer): Promise<string | undefined> {
  const known = await findPaymentOfObjects(
    db,
    [paymentIntent, charge].filter((each) => each !== null),
  )
  if (known || !paymentIntent) return known
  const invoice = await revenue.invoiceOfPaymentIntent(paymentIntent)
  return invoice ? (await findPaymentBySource(db, invoice))?.id : undefined
}

/** Whether Stripe knows the payer and we know nobody who answers to it. */
async function isOfStranger(deps: Deps, { paymentIntent }: RefundAnswer): Promise<boolean> {
  if (!paymentIntent) return false
  const { revenue } = deps
  const session = await revenue.checkoutOfPaymentIntent(paymentIntent)
  if (session) return isNobody(deps, session, session.paidAt)
  const invoiceId = await revenue.invoiceOfPaymentIntent(paymentIntent)
  if (!invoiceId) return false
  const invoice = await revenue.invoice(invoiceId)
  const checkout = invoice.subscription ? await revenue.checkoutOfSubscription(invoice.subscription) : undefined
  return isNobody(deps, { ...invoice, company: null, referral: checkout?.referral ?? invoice.referral }, invoice.paidAt)
}

const isNobody = async (deps: Deps, payer: Parameters<typeof knownOf>[0], at: Date): Promise<boolean> =>
  (await identifyProspect(deps, knownOf(payer), at, 'stripe')).kind === 'nobody'
