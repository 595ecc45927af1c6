import { currencyCodes, payableUnit } from '../../schema/currency.ts'

/** SQL: the smallest amount that the currency of this column can be paid in. */
export const payableUnitOf = (currency: string) =>
  `case ${currency} ${currencyCodes
    .filter((code) => payableUnit(code) > 1)
    .map((code) => `when '${code}' then ${payableUnit(code)}`)
    .join(' ')} else 1 end`
