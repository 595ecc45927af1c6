import { isCurrency } from '../../schema/currency.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { identifyProspect } from '../prospects/identify.ts'
import type { Applied, Applier } from '../stripe/inbox.ts'
import type { CheckoutAnswer } from '../stripe/port-revenue.ts'
import { applyPayment } from './apply-payment.ts'
import { findBilledDeal, knownOf, targetOfPayer } from './find-target.ts'
import { afterPayment, tellIgnored } from './outcome.ts'
import { paymentIdOf } from './rules.ts'
import { findPaymentBySource, linkObjects } from './store.ts'

/**
 * A Checkout session that was completed, paid later, or came to nothing. With an invoice it only says who the customer is, for `invoice.paid`
 * accrues; without one the session itself is the payment, under its PaymentIntent (stripe.md 4).
 */
export const applyCheckout: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const session = await deps.revenue.checkout(event.object)
  if (session.status === 'expired') return 'done'
  if (session.status === 'open') return tellIgnored(event, 'the session is still open')
  if (session.invoice || session.subscription) return identifyPayer(deps, session, event.id)
  switch (session.paymentStatus) {
    case 'no_payment_required':
    case 'failed':
      return 'done'
    case 'unpaid':
      return 'waiting'
    case 'paid':
      return applySession(deps, session, event.id)
  }
}

async function applySession(deps: Deps, session: CheckoutAnswer, eventId: string): Promise<Applied> {
  const { id, currency, totalMinor, baseMinor, paymentIntent, charges, paidAt } = session
  if (totalMinor === 0) return 'done'
  if (!currency || !isCurrency(currency)) return tellIgnored({ id: eventId }, `unknown currency ${currency}`)

  const objects = [id, paymentIntent, ...charges].filter((each) => each !== null)
  const paid = { source: paymentIntent ?? id, currency, paidMinor: totalMinor, baseMinor, paidAt, recordedBy: 'stripe', objects }
  const applied = await applyPayment(
    deps,
    paid,
    async () =>
      (await findBilledDeal(deps, [id])) ??
      targetOfPayer(deps, session, paidAt, {
        source: id,
        kind: 'one_off',
        name: 'Stripe Checkout',
        currency,
        amountMinor: baseMinor,
        paidAt,
      }),
  )
  return afterPayment(applied, { id: eventId })
}

/** The prospect is bound and its Stripe customer kept now, so that the invoices find it in any order. */
async function identifyPayer(deps: Deps, session: CheckoutAnswer, eventId: string): Promise<Applied> {
  const { db } = deps
  const found = await readAgainIfRefused(async () => {
    const identified = await identifyProspect(deps, knownOf(session), session.paidAt, 'stripe')
    if ('statements' in identified && identified.statements.length > 0) await inOneBatch(db, identified.statements)
    return identified.kind
  })
  if (found === 'nobody') return tellIgnored({ id: eventId }, 'no prospect answers to this customer, and it came without a referral')
  if (found === 'ambiguous') return 'waiting'

  const payment = session.invoice ? await findPaymentBySource(db, session.invoice) : undefined
  if (session.invoice && payment) await linkObjects(db, paymentIdOf(session.invoice), [session.id])
  return 'done'
}
