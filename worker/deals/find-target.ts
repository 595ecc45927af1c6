import type { Currency } from '../../schema/currency.ts'
import type { DealKind } from '../../schema/terms.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { identifyProspect, type Known } from '../prospects/identify.ts'
import type { Target } from './apply-payment.ts'
import { planOpening } from './open.ts'
import { findDealBySource } from './store.ts'

/** What Stripe's first payment would open, where nobody has opened the deal yet. */
type Billed = {
  /** `sub_…`, `cs_…` or `in_…`: what Stripe bills it under. */
  source: string
  kind: DealKind
  name: string
  currency: Currency
  amountMinor: number
  paidAt: Date
}

/** The payer as Stripe's objects describe it; texts that are null are not known. */
export type Payer = {
  stripeCustomer: string | null
  referral: string | null
  /** Redeemed at the checkout or on the invoice of that id: used there once, however often that is told. */
  promotionCode: string | null
  id: string
  email: string | null
  company: string | null
  name: string | null
}

export const knownOf = ({ stripeCustomer, referral, promotionCode, id, email, company, name }: Payer): Known => ({
  stripeCustomer: stripeCustomer ?? undefined,
  referral: referral ?? undefined,
  promotionCode: promotionCode ? { redeemed: promotionCode, use: id } : undefined,
  email: email ?? undefined,
  company: company ?? undefined,
  contactName: name ?? undefined,
})

/** Opens a deal for the payer, won and under the attribution in force, unless nobody or more than one prospect answers to it. */
export async function targetOfPayer(deps: Deps, payer: Payer, at: Date, billed: Billed): Promise<Target> {
  const found = await identifyProspect(deps, knownOf(payer), at, 'stripe')
  if (found.kind === 'nobody') return { kind: 'nobody', reason: 'no prospect answers to this customer, and it came without a referral' }
  if (found.kind === 'ambiguous') return { kind: 'ambiguous', reason: `more than one prospect answers: ${found.candidates.join(', ')}` }

  const { prospectId, attribution, signals, statements, isErased } = found
  const { source, kind, currency, amountMinor, paidAt } = billed
  const name = isErased ? 'Erased' : billed.name
  const deal = { prospectId, source, kind, name, currency, amountMinor }
  const wanted = { ...deal, id: `deal_${source}`, status: 'won' as const, openedBy: 'stripe', wonAt: paidAt }
  const opening = await planOpening(deps, wanted, attribution, deps.now())
  return {
    kind: 'opening',
    opening,
    attribution,
    signals,
    statements: statements as Statement[],
    company: isErased ? name : (payer.company ?? payer.name ?? name),
  }
}

/** The deal that Stripe bills under the first of these that anybody opened. */
export async function findBilledDeal(deps: Deps, sources: readonly (string | null | undefined)[]): Promise<Target | undefined> {
  for (const source of sources) {
    const deal = source ? await findDealBySource(deps.db, source) : undefined
    if (deal) return { kind: 'deal', dealId: deal.id }
  }
  return undefined
}
