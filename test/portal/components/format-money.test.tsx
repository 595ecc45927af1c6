import { describe, expect, it } from 'vitest'
import { decimalOf, formatMoney, formatMoneyShort } from '../../../portal/components/format-money.ts'
import { Money } from '../../../portal/components/money.tsx'
import { type Currency, currencyCodes } from '../../../schema/currency.ts'

/** Intl puts a no-break space between a code and its figures. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('an amount', () => {
  const cases: [number, Currency, string][] = [
    [123_450, 'usd', '$1,234.50'],
    [0, 'usd', '$0.00'],
    [1, 'usd', '$0.01'],
    [-500, 'usd', '−$5.00'],
    [812_040, 'eur', '€8,120.40'],
    [1_900, 'jpy', '¥1,900'],
    [-1, 'jpy', '−¥1'],
    [20_000, 'isk', 'ISK 200'],
    [-20_000, 'isk', '−ISK 200'],
    [123_400, 'huf', 'HUF 1,234.00'],
    [1_234_560, 'kwd', 'KWD 1,234.560'],
    [5, 'kwd', 'KWD 0.005'],
  ]

  it.each(cases)('of %i %s reads %s', (amountMinor, currency, expected) => {
    expect(plain(formatMoney(amountMinor, currency))).toBe(expected)
  })

  it('shows what it usually hides rather than rounding it away', () => {
    expect(plain(formatMoney(20_050, 'isk'))).toBe('ISK 200.50')
  })

  it('is exact where a double is not', () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, 'usd')).toBe('$90,071,992,547,409.91')
    expect(decimalOf(-7, 'usd')).toBe('-0.07')
  })

  it('has as many digits as its currency counts, in every currency', () => {
    for (const currency of currencyCodes) expect(plain(formatMoney(0, currency))).toMatch(/0/)
    expect(currencyCodes.map((currency) => decimalOf(123_456, currency)).filter((text) => text.replace('.', '') !== '123456')).toEqual([])
  })

  it('is short on an axis only where nothing is lost', () => {
    expect(formatMoneyShort(150_000, 'usd')).toBe('$1,500')
    expect(formatMoneyShort(50, 'usd')).toBe('$0.50')
    expect(formatMoneyShort(-200_000, 'usd')).toBe('−$2,000')
  })

  it('stands in one line on a page', () => {
    expect(String(<Money amountMinor={-500} currency="usd" />)).toBe('<span class="money">−$5.00</span>')
  })
})
