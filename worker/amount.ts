import { type Currency, minorDigits } from '../schema/currency.ts'

/** Above this an amount times a rate would leave the whole numbers that D1 keeps exactly (money.md 2). */
const maxMinor = 90_071_992_547_409

/**
 * An amount as people type it, in minor units: `1,234.50`, `1234.5`, `480000`. A comma parts thousands, a point the fraction; more
 * digits than the currency has, another order of signs or too large a sum is undefined, never a guess.
 */
export function readAmount(text: string, currency: Currency): number | undefined {
  const parts = /^(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,3}))?$/.exec(text.trim())
  const digits = minorDigits(currency)
  const fraction = parts?.[2] ?? ''
  if (!parts?.[1] || fraction.length > digits) return undefined

  const amountMinor = Number(parts[1].replaceAll(',', '') + fraction.padEnd(digits, '0'))
  return amountMinor <= maxMinor ? amountMinor : undefined
}

/** What is wrong with an amount that could not be read, and how it is written. */
export const amountProblem = (currency: Currency): string => {
  const digits = minorDigits(currency)
  return digits === 0
    ? `Write the amount in whole ${currency.toUpperCase()}, like 480,000.`
    : `Write the amount like 1,234.50, with at most ${digits} digits behind the point.`
}
