import type { DealKind, Rate, TermsVersion } from '../../schema/terms.ts'
import { commissionFor, type Earning, type PaidBase, type Rank } from './rules.ts'

/** A payment among those that its commission depends on: of its deal, or of its partner's, all in one currency. */
export type Placed = PaidBase & {
  id: string
  dealId: string
  kind: DealKind
  terms: Pick<TermsVersion, 'rates'>
  /** Why it earns nothing yet and has no place in any order; null once it counts. */
  waits: string | null
}

/**
 * What each payment gives at its rank: by time paid and id, never by arrival, so that the same payments give the same in any order
 * (money.md 9).
 */
export function earningsOf(payments: readonly Placed[]): Map<string, Earning> {
  const soFar = { deals: new Map<string, Sum>(), years: new Map<string, Sum>(), kinds: new Map<string, Sum>() }
  const earnings = new Map<string, Earning>()
  for (const payment of inOrder(payments)) {
    if (payment.waits !== null) {
      earnings.set(payment.id, { kind: 'nothing', reason: payment.waits })
      continue
    }
    const year = payment.paidAt.getUTCFullYear()
    const deal = sumIn(soFar.deals, payment.dealId, payment)
    const ofYear = sumIn(soFar.years, `${year}`, payment)
    const ofKind = sumIn(soFar.kinds, `${year}/${payment.kind}`, payment)
    const earning = commissionFor(payment.terms, payment.kind, payment, rankOf(deal, ofYear, ofKind))
    earnings.set(payment.id, earning)
    for (const sum of [deal, ofYear, ofKind]) add(sum, payment, earning)
  }
  return earnings
}

type Sum = { payments: number; firstPaidAt: Date; baseMinor: number; dueMinor: number }

const sumIn = (sums: Map<string, Sum>, key: string, { paidAt }: Placed): Sum => {
  const sum = sums.get(key) ?? { payments: 0, firstPaidAt: paidAt, baseMinor: 0, dueMinor: 0 }
  sums.set(key, sum)
  return sum
}

const rankOf = (deal: Sum, ofYear: Sum, ofKind: Sum): Rank => ({
  place: deal.payments + 1,
  firstPaidAt: deal.firstPaidAt,
  dealDueMinor: deal.dueMinor,
  yearDueMinor: ofKind.dueMinor,
  yearBaseMinor: ofYear.baseMinor,
})

function add(sum: Sum, { baseMinor }: Placed, earning: Earning): void {
  sum.payments += 1
  sum.baseMinor += baseMinor
  sum.dueMinor += earning.kind === 'earns' ? earning.amountMinor : 0
}

/** By time paid and id. */
export const inOrder = <Row extends { id: string; paidAt: Date }>(payments: readonly Row[]): Row[] =>
  [...payments].sort((a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.id < b.id ? -1 : 1))

/** Whether what this rate gives depends on payments of other deals: on the partner's whole year. */
export const dependsOnYear = (rate: Rate | undefined): boolean => rate?.tiers !== undefined || rate?.yearCapMinor !== undefined
