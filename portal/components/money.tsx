import type { Currency } from '../../schema/currency.ts'
import { formatMoney } from './format-money.ts'

/** An amount with its currency, on one line, in figures of one width. */
export const Money = ({ amountMinor, currency }: { amountMinor: number; currency: Currency }) => (
  <span class="money">{formatMoney(amountMinor, currency)}</span>
)
