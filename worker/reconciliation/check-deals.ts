import type { Change } from '../commissions/rules.ts'
import { changesOfDeal } from '../deals/changes.ts'
import { readDeal } from '../deals/store-state.ts'
import type { Deps } from '../deps.ts'
import type { FoundBreak } from './store-breaks.ts'
import { type KnownPayment, listNotOnce } from './store-completeness.ts'

/**
 * What these payments' deals still ask of their commissions: one that is missing, a correction that was not made, a refusal beside a
 * commission. The same rules that write them are asked anew, from the rows as they stand (I19, I31).
 *
 * @param since - milliseconds: of payments recorded before, only that each has one commission or one reason
 */
export async function checkDeals({ db }: Deps, payments: readonly KnownPayment[], since = 0): Promise<FoundBreak[]> {
  const breaks = new Map<string, FoundBreak>()
  const lately = payments.filter(({ recordedAt }) => recordedAt >= since)
  for (const dealId of new Set(lately.map((payment) => payment.dealId))) {
    const state = await readDeal(db, dealId)
    for (const change of changesOfDeal(state)) breaks.set(change.payment.id, breakOf(change, state.deal.partnerId ?? undefined))
  }
  const notOnce = await listNotOnce(
    db,
    payments.map(({ id }) => id),
  )
  for (const { id, n, partnerId } of notOnce) {
    const what = n === 0 ? whatOf.accrue : 'A payment has a commission and a refusal beside it.'
    if (!breaks.has(id)) breaks.set(id, { subject: id, what, partnerId, detail: { payment: id, n } })
  }
  return [...breaks.values()]
}

const whatOf = {
  accrue: 'A payment that a partner is credited with has neither a commission nor a reason why not.',
  refuse: 'A payment that a partner is credited with has neither a commission nor a reason why not.',
  correct: 'The commission of a payment is not what its terms and returns leave of it.',
  hold: 'A disputed payment’s commission is not on hold.',
  free: 'A commission is on hold for a dispute that is over.',
} as const satisfies Record<Change['kind'], string>

const breakOf = (change: Change, partnerId: string | undefined): FoundBreak => ({
  subject: change.payment.id,
  what: whatOf[change.kind],
  partnerId,
  currency: change.payment.currency,
  detail: {
    payment: change.payment.id,
    source: change.payment.source,
    deal: change.payment.dealId,
    ...(change.kind === 'correct' && { missingMinor: change.amountMinor }),
  },
})
