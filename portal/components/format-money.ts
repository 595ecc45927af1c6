import { type Currency, minorDigits, shownDigits } from '../../schema/currency.ts'

type Formats = { shown: Intl.NumberFormat; exact: Intl.NumberFormat; short: Intl.NumberFormat }

/** One set of formats per currency: making them anew costs more CPU than the rest of a page. */
const formatsByCurrency = new Map<Currency, Formats>()

const numberFormat = (currency: Currency, digits: number, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits, ...options })

function formatsOf(currency: Currency): Formats {
  const known = formatsByCurrency.get(currency)
  if (known) return known

  const formats = {
    shown: numberFormat(currency, shownDigits(currency)),
    exact: numberFormat(currency, minorDigits(currency)),
    short: numberFormat(currency, minorDigits(currency), { trailingZeroDisplay: 'stripIfInteger' }),
  }
  formatsByCurrency.set(currency, formats)
  return formats
}

/** The amount as a plain decimal, `-1234.50`, built from its digits so that no cent is lost to a double. */
export function decimalOf(amountMinor: number, currency: Currency): string {
  const digits = minorDigits(currency)
  const sign = amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * An amount as people read it, with a true minus: `$1,234.50`, `−ISK 200`. Digits come from the currency table. Where it
 * shows none and the amount has some (half a króna), all are shown: an amount is never rounded on its way to the screen.
 */
export function formatMoney(amountMinor: number, currency: Currency): string {
  const { shown, exact } = formatsOf(currency)
  const hidden = 10 ** (minorDigits(currency) - shownDigits(currency))
  return write(amountMinor % hidden === 0 ? shown : exact, amountMinor, currency)
}

/** For the axis of a chart, where `$1,500` is enough and half a dollar is still `$0.50`. */
export const formatMoneyShort = (amountMinor: number, currency: Currency): string => write(formatsOf(currency).short, amountMinor, currency)

// decimalOf gives digits, a point and a sign: what StringNumericLiteral asks for and a template type cannot say.
const write = (format: Intl.NumberFormat, amountMinor: number, currency: Currency): string =>
  format.format(decimalOf(amountMinor, currency) as Intl.StringNumericLiteral).replace('-', '−')
