import type { Currency } from '../../schema/currency.ts'
import type { TaxThreshold } from '../../schema/months.ts'
import { amountCells, csvOf } from '../csv.ts'

export type YearTotal = {
  partnerId: string
  partner: string
  /** As the partner's self-billing agreement names it. */
  legalName: string | null
  taxId: string | null
  country: string
  currency: Currency
  paidMinor: number
}

export type Reached = 'reached' | 'below' | 'not known'

/** Against the dated row of the partner's country, year and currency; without one it is not known, never last year's sum. */
export function reachedOf({ country, currency, paidMinor }: YearTotal, year: number, thresholds: readonly TaxThreshold[]): Reached {
  const rows = thresholds.filter((each) => each.jurisdiction === country && each.taxYear === year && each.currency === currency)
  if (rows.length === 0) return 'not known'
  return rows.some(({ amountMinor }) => paidMinor >= amountMinor) ? 'reached' : 'below'
}

const header = ['tax_year', 'partner_id', 'partner', 'legal_name', 'country', 'tax_id', 'paid_minor', 'paid', 'currency', 'reached']

export const yearFile = (totals: readonly YearTotal[], year: number, thresholds: readonly TaxThreshold[]): string =>
  csvOf(
    header,
    totals.map((each) => [
      year,
      each.partnerId,
      each.partner,
      each.legalName,
      each.country,
      each.taxId,
      ...amountCells(each.paidMinor, each.currency),
      reachedOf(each, year, thresholds),
    ]),
  )
