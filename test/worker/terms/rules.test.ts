import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyCodes, payableUnit } from '../../../schema/currency.ts'
import type { Rate } from '../../../schema/terms.ts'
import { addMonths, keepOf, maturesAt, shareOf } from '../../../worker/terms/rules.ts'
import { amountInWords, describeRate, earnsInWords } from '../../../worker/terms/words.ts'

const day = (text: string) => new Date(`${text}T10:00:00Z`)

describe('shareOf', () => {
  it.each([
    [1900, 1550, 'usd', 294],
    [1900, 1550, 'isk', 200],
    [123_457, 1000, 'usd', 12_345],
    [480_000, 1000, 'jpy', 48_000],
    [999, 1000, 'jpy', 99],
    [12_345, 1000, 'bhd', 1230],
    [1, 10_000, 'eur', 1],
    [0, 10_000, 'eur', 0],
    [90_071_992_547_409, 10_000, 'eur', 90_071_992_547_409],
  ] as const)('%i at %i bps in %s is %i', (base, bps, currency, expected) => {
    expect(shareOf(base, bps, currency)).toBe(expected)
  })

  it('never exceeds the whole, nor what its parts would have given together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90_071_992_547_409 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom(...currencyCodes),
        (base, bps, currency) => {
          const share = shareOf(base, bps, currency)
          const half = Math.floor(base / 2)

          expect(share).toBeLessThanOrEqual(base)
          expect(share % payableUnit(currency)).toBe(0)
          expect(shareOf(half, bps, currency) + shareOf(base - half, bps, currency)).toBeLessThanOrEqual(share)
        },
      ),
    )
  })
})

describe('keepOf', () => {
  it('takes three thirds that do not divide back to exactly zero', () => {
    const kept = [0, 41_152, 82_304, 123_457].map((returned) => keepOf(12_345, 123_457, returned, 'usd'))

    expect(kept).toEqual([12_345, 8230, 4115, 0])
  })

  it('depends on the sum alone, keeps all of nothing returned and nothing of all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_000_000_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...currencyCodes),
        (paidMinor, bps, part, currency) => {
          const due = shareOf(paidMinor, bps, currency)
          const returned = Math.floor(paidMinor * part)
          const kept = keepOf(due, paidMinor, returned, currency)

          expect(keepOf(due, paidMinor, 0, currency)).toBe(due)
          expect(keepOf(due, paidMinor, paidMinor, currency)).toBe(0)
          expect(kept).toBeLessThanOrEqual(due)
          expect(kept).toBeGreaterThanOrEqual(0)
          expect(kept % payableUnit(currency)).toBe(0)
        },
      ),
    )
  })
})

describe('time', () => {
  it('adds calendar months and stops at the last day of a short one', () => {
    expect(addMonths(day('2026-01-31'), 1)).toEqual(day('2026-02-28'))
    expect(addMonths(day('2027-11-30'), 3)).toEqual(day('2028-02-29'))
    expect(addMonths(day('2026-03-15'), 12)).toEqual(day('2027-03-15'))
  })

  it('matures days of 86,400 s after the payment', () => {
    expect(maturesAt(day('2026-03-20'), 30)).toEqual(day('2026-04-19'))
  })
})

describe('words', () => {
  it.each([
    [{ rateBps: 1000, duration: 'months', months: 12 }, '10 % of each payment for 12 months'],
    [{ rateBps: 1550, duration: 'life' }, '15.5 % of each payment'],
    [{ rateBps: 800, duration: 'first_payment' }, '8 % of the first payment'],
    [{ flatMinor: { eur: 5000, jpy: 7000 }, duration: 'first_payment' }, '50.00 EUR or 7,000 JPY for the first payment'],
    [{ flatMinor: { eur: 5000 }, duration: 'months', months: 1 }, '50.00 EUR for each payment for 1 month'],
  ] satisfies [Rate, string][])('says %o as %s', (rate, words) => {
    expect(describeRate(rate)).toBe(words)
  })

  it('says tiers and caps of the currency asked for', () => {
    const rate: Rate = {
      rateBps: 1500,
      duration: 'life',
      tierMode: 'marginal',
      tiers: { eur: [{ aboveMinor: 5_000_000, rateBps: 1800 }] },
      dealCapMinor: { eur: 500_000 },
      yearCapMinor: { eur: 2_000_000, gbp: 1_800_000 },
    }
    expect(describeRate(rate, 'eur')).toBe(
      '15 % of each payment, 18 % of what lies above 50,000.00 EUR in a calendar year, at most 5,000.00 EUR a deal, at most 20,000.00 EUR a calendar year',
    )
    expect(describeRate(rate, 'gbp')).toBe('15 % of each payment, at most 18,000.00 GBP a calendar year')
    expect(describeRate({ ...rate, tierMode: 'whole', dealCapMinor: {}, yearCapMinor: {} })).toBe(
      '15 % of each payment, 18 % of a payment that takes the calendar year above 50,000.00 EUR, and of those after it',
    )
  })

  it('says the amount of one currency alone', () => {
    expect(describeRate({ flatMinor: { eur: 5000, jpy: 7000 }, duration: 'life' }, 'jpy')).toBe('7,000 JPY for each payment')
  })

  it('names kinds that earn the same together', () => {
    expect(earnsInWords({ rates: { one_off: { rateBps: 1000, duration: 'life' }, flat_fee: { rateBps: 1000, duration: 'life' } } })).toBe(
      '10 % of each payment on one-off deals and flat fees',
    )
    expect(earnsInWords({ rates: {} })).toBe('nothing')
  })

  it('prints amounts by the currency table', () => {
    expect([amountInWords(123_450, 'eur'), amountInWords(20_000, 'isk'), amountInWords(1234, 'bhd')]).toEqual([
      '1,234.50 EUR',
      '200 ISK',
      '1.234 BHD',
    ])
  })
})
