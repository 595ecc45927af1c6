import type { DealPageProps } from '../../portal/pages/deal-page.tsx'
import { stateOfCommission } from '../commissions/receipt-view.ts'
import { standsMinor } from '../commissions/rules.ts'
import { ownersInWords } from '../commissions/words.ts'
import type { Db } from '../database.ts'
import { namesOf } from '../identity/names.ts'
import { findPartner } from '../partners/store.ts'
import { describeRate } from '../terms/words.ts'
import { viewKind } from './kind-view.ts'
import { findAgreementOfCut } from './store-benefit.ts'
import { type DealState, readDeal } from './store-state.ts'
import { findReasonOfCredit, listPayoutsOfDeal, listRefusals } from './store-view.ts'

type View = Omit<DealPageProps, 'next' | 'recording' | 'form'>

/**
 * A deal as its page draws it: each payment with what it earned, or why nothing.
 *
 * @throws Refusal not_found
 */
export async function viewDeal(db: Db, dealId: string): Promise<View> {
  const state = await readDeal(db, dealId)
  const { deal, company, families } = state
  const [kind, refusals, payouts, nameOf, names, credit] = await Promise.all([
    viewKind(db, state),
    listRefusals(db, dealId),
    listPayoutsOfDeal(db, dealId),
    ownersInWords(
      db,
      families.flatMap(({ openHolds }) => openHolds.map(({ owner }) => owner)),
    ),
    namesOf(db, [deal.openedBy]),
    creditOf(db, state),
  ])
  const earnedBy = (paymentId: string) => {
    const family = families.find(({ head }) => head.paymentId === paymentId)
    return family
      ? { id: family.head.id, standsMinor: standsMinor(family), state: stateOfCommission(family.head, family.openHolds, payouts, nameOf) }
      : null
  }
  return {
    deal,
    company,
    openedBy: names.get(deal.openedBy) ?? deal.openedBy,
    credit,
    kind,
    payments: state.payments.map((payment) => ({
      ...payment,
      commission: earnedBy(payment.id),
      refusal: refusals.find(({ paymentId }) => paymentId === payment.id)?.reason ?? null,
      returns: state.facts.filter(({ paymentId }) => paymentId === payment.id),
    })),
  }
}

async function creditOf(db: Db, { deal, terms, holds, forfeited }: DealState): Promise<View['credit']> {
  const partner = deal.partnerId ? await findPartner(db, deal.partnerId) : undefined
  if (!partner || !terms) return null
  const rate = terms.rates[deal.kind]
  return {
    partnerId: partner.id,
    partner: partner.name,
    reason: deal.attributionId ? await findReasonOfCredit(db, deal.attributionId) : '',
    terms: rate ? describeRate(rate, deal.currency) : 'nothing for this kind of deal',
    version: terms.version,
    held: holds.map(({ reason }) => reason),
    forfeited,
    cutBy: forfeited ? await findAgreementOfCut(db, deal.prospectId) : null,
  }
}
