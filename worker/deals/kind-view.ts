import type { KindView } from '../../portal/components/deal-kind-view.ts'
import type { Db } from '../database.ts'
import { namesOf } from '../identity/names.ts'
import { hoursInWords } from './rules-hours.ts'
import { findDetails, listChangeRequests, listDraws, listMeasurements } from './store-kinds.ts'
import type { DealState } from './store-state.ts'

/** What a deal's kind says of itself, and what happened within it, as the deal's page draws it. Staff alone see it (DEA1). */
export async function viewKind(db: Db, { deal, payments }: Pick<DealState, 'deal' | 'payments'>): Promise<KindView> {
  const [details, draws, changes, measured] = await Promise.all([
    findDetails(db, deal.id),
    listDraws(db, deal.id),
    listChangeRequests(db, deal.id),
    listMeasurements(db, deal.id),
  ])
  const names = await namesOf(
    db,
    measured.flatMap(({ acceptedByUs }) => acceptedByUs ?? []),
  )
  const isFree = (used: readonly { paymentId: string | null }[]) => (payment: { id: string }) =>
    !used.some(({ paymentId }) => paymentId === payment.id)
  return {
    details: details && { ...details, left: hoursInWords(details.leftMinutes ?? 0), bought: hoursInWords(details.boughtMinutes ?? 0) },
    draws: draws.map((each) => ({ ...each, hours: hoursInWords(each.minutes) })),
    changes,
    measurements: measured.map((each) => ({
      ...each,
      acceptedByUs: each.acceptedByUs && (names.get(each.acceptedByUs) ?? each.acceptedByUs),
    })),
    // The first one bought the hours that the deal began with.
    buysHours: payments.slice(1).filter(isFree(draws)),
    buysChange: payments.filter(isFree(changes)),
    paysMeasured: payments.filter(isFree(measured)),
  }
}
