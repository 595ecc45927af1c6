import { isCurrency } from '../../schema/currency.ts'
import { knownOf, type Payer } from '../deals/find-target.ts'
import type { Deps } from '../deps.ts'
import { identifyProspect } from '../prospects/identify.ts'
import type { ListedInvoice } from '../stripe/port-lists.ts'
import type { CheckoutAnswer } from '../stripe/port-revenue.ts'
import type { FoundBreak } from './store-breaks.ts'
import { listBilledSources, wasHere } from './store-completeness.ts'

/** Money that Stripe says a customer paid, under the source that a payment of ours would have. */
export type Paid = { source: string; billedUnder: string[]; payer: Payer; amountMinor: number; currency: string; paidAt: Date }

export const paidByInvoice = ({ id, subscription, paidMinor, currency, paidAt, ...payer }: ListedInvoice): Paid[] =>
  paidMinor === 0
    ? []
    : [
        {
          source: id,
          billedUnder: subscription ? [subscription, id] : [id],
          payer: { ...payer, id, company: payer.name, name: null },
          amountMinor: paidMinor,
          currency,
          paidAt,
        },
      ]

/** A session with an invoice is paid by that invoice. */
export function paidByCheckout(session: CheckoutAnswer): Paid[] {
  const { id, paymentIntent, totalMinor, currency, paidAt } = session
  if (session.paymentStatus !== 'paid' || session.invoice || session.subscription || totalMinor === 0 || !currency) return []
  return [{ source: paymentIntent ?? id, billedUnder: [id], payer: session, amountMinor: totalMinor, currency, paidAt }]
}

/** Those that should be payments of ours: of a deal that Stripe bills, or paid by somebody who was a prospect by then. */
export async function unknownPayments(deps: Deps, paid: readonly Paid[]): Promise<FoundBreak[]> {
  const billed = await listBilledSources(
    deps.db,
    paid.flatMap(({ billedUnder }) => billedUnder),
  )
  const breaks: FoundBreak[] = []
  for (const each of paid) {
    const isOurs = each.billedUnder.some((source) => billed.has(source)) || (await isOfProspect(deps, each))
    if (isCurrency(each.currency) && isOurs) breaks.push(breakOf(each))
  }
  return breaks
}

async function isOfProspect(deps: Deps, { payer, paidAt }: Paid): Promise<boolean> {
  const found = await identifyProspect(deps, knownOf(payer), paidAt, 'stripe')
  if (found.kind === 'known') return wasHere(deps.db, found.prospectId, paidAt)
  return found.kind !== 'nobody'
}

const breakOf = ({ source, amountMinor, currency, paidAt }: Paid): FoundBreak => ({
  subject: source,
  what: 'A customer whom we know paid at Stripe; no payment of it is recorded here.',
  currency: isCurrency(currency) ? currency : undefined,
  expectedMinor: 0,
  actualMinor: amountMinor,
  detail: { source, paidAt: paidAt.toISOString() },
})
