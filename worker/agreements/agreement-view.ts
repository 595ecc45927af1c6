import { type Agreement, activityKinds, type Obligation } from '../../schema/agreements.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { namesOf } from '../identity/names.ts'
import { getCustomerName } from './agreement.ts'
import { requireOfferable } from './agreement-offer.ts'
import { activityWords, benefitWords, optionsOf } from './agreement-words.ts'
import { findBothBenefits } from './both-benefits.ts'
import { lastDayOf } from './rules-agreements.ts'
import { coverOf, obligationState, sumOf } from './rules-obligations.ts'
import { getAgreement, linesOf, listDiscountRequests } from './store-agreements.ts'

export const obligationLine = (obligation: Obligation, today: string) => ({
  ...obligation,
  activity: capital(activityWords[obligation.activity]),
  state: obligationState(obligation, today),
})

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const activityOptions = activityKinds.map((value) => ({ value, label: capital(activityWords[value]) }))

/** Everything staff reads about one agreement. */
export async function viewAgreement({ db, now }: Pick<Deps, 'db' | 'now'>, id: string) {
  const agreement = await getAgreement(db, id)
  const today = dayOf(now())
  const [company, lines, asks, obstacle] = await Promise.all([
    getCustomerName(db, agreement.prospectId),
    linesOf(db, id),
    listDiscountRequests(db, agreement.prospectId),
    obstacleOf(db, agreement),
  ])
  const { discount } = lines
  const both = discount?.referredId ? await findBothBenefits(db, discount.id) : undefined
  const people = [agreement.signedByUs, discount?.secondBy, both?.decidedBy].filter((each) => typeof each === 'string')
  return {
    agreement,
    company,
    lastDay: lastDayOf(agreement),
    obligations: lines.obligations.map((each) => obligationLine(each, today)),
    benefits: lines.benefits.map((each) => ({ ...each, kindInWords: benefitWords[each.kind] })),
    discount,
    both,
    cover: discount && agreement.signedAt ? coverOf(discount.amountMinor, sumOf(lines.obligations, today)) : undefined,
    names: await namesOf(db, people),
    asks,
    obstacle,
    activities: activityOptions,
    benefitKinds: optionsOf(benefitWords),
    today,
  }
}

async function obstacleOf(db: Deps['db'], agreement: Agreement): Promise<string | undefined> {
  if (agreement.status !== 'draft') return undefined
  try {
    await requireOfferable(db, agreement)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
