import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Currency, currencyCodes, payableUnit } from '../../../schema/currency.ts'
import type { Rate, TermsVersion } from '../../../schema/terms.ts'
import { addMonths, commissionFor, keepOf, maturesAt, type Rank, shareOf } from '../../../worker/terms/rules.ts'
import { amountInWords, describeRate, earnsInWords } from '../../../worker/terms/words.ts'

const day = (text: string) => new Date(`${text}T10:00:00Z`)
const termsWith = (rate: Rate): Pick<TermsVersion, 'rates'> => ({ rates: { retainer: rate } })
const paid = (baseMinor: number, currency: Currency = 'eur', paidAt = day('2026-01-31')) => ({ baseMinor, currency, paidAt })
const first: Rank = { place: 1, firstPaidAt: day('2026-01-31'), dealDueMinor: 0, yearDueMinor: 0, yearBaseMinor: 0 }

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

describe('commissionFor', () => {
  const life = termsWith({ rateBps: 1000, duration: 'life' })

  it('earns a share of the base', () => {
    expect(commissionFor(life, 'retainer', paid(150_000), first)).toEqual({
      kind: 'earns',
      amountMinor: 15_000,
      baseMinor: 150_000,
      rateBps: 1000,
      working: null,
    })
  })

  it('earns a flat amount by currency, never more than was paid', () => {
    const flat = termsWith({ flatMinor: { eur: 5000, isk: 15_050 }, duration: 'life' })

    expect(commissionFor(flat, 'retainer', paid(90_000), first)).toMatchObject({ amountMinor: 5000, rateBps: null })
    expect(commissionFor(flat, 'retainer', paid(1200), first)).toMatchObject({ amountMinor: 1200 })
    expect(commissionFor(flat, 'retainer', paid(90_000, 'isk'), first)).toMatchObject({ amountMinor: 15_000 })
    expect(commissionFor(flat, 'retainer', paid(90_000, 'jpy'), first)).toEqual({
      kind: 'nothing',
      reason: 'These terms name no amount in JPY.',
    })
  })

  it.each([
    ['a kind without a rate', life, 'one_off', paid(100), first, 'These terms pay nothing for one-off deals.'],
    ['no base', life, 'retainer', paid(0), first, 'Nothing of this payment counts: all of it is tax, discount or credit.'],
    ['a share below a cent', life, 'retainer', paid(9), first, 'The share is less than the smallest amount that EUR can be paid in.'],
    [
      'a share below a króna',
      life,
      'retainer',
      paid(900, 'isk'),
      first,
      'The share is less than the smallest amount that ISK can be paid in.',
    ],
    [
      'the second payment under first payment only',
      termsWith({ rateBps: 800, duration: 'first_payment' }),
      'retainer',
      paid(100_000),
      { ...first, place: 2 },
      'These terms pay for the first payment of a deal only; this is payment 2.',
    ],
    [
      'a payment on the day the months end',
      termsWith({ rateBps: 1000, duration: 'months', months: 1 }),
      'retainer',
      paid(100_000, 'eur', day('2026-02-28')),
      { ...first, place: 2 },
      'These terms pay for 1 month from the first payment, which ended on 28 February 2026.',
    ],
  ] as const)('earns nothing for %s, and says why', (_, terms, kind, payment, rank, reason) => {
    expect(commissionFor(terms, kind, payment, rank)).toEqual({ kind: 'nothing', reason })
  })

  const tiers = (tierMode: 'marginal' | 'whole') =>
    termsWith({
      rateBps: 1500,
      duration: 'life',
      tierMode,
      tiers: {
        eur: [
          { aboveMinor: 5_000_000, rateBps: 1800 },
          { aboveMinor: 9_000_000, rateBps: 2000 },
        ],
      },
    })

  it.each([
    ['below the first threshold', 'marginal', 0, 5_000_000, 750_000, 1500],
    ['across one threshold, each part at its share', 'marginal', 4_000_000, 2_000_000, 330_000, null],
    ['across two thresholds', 'marginal', 4_000_000, 6_000_000, 150_000 + 720_000 + 200_000, null],
    ['above them', 'marginal', 9_000_000, 100_000, 20_000, 2000],
    ['whole: not yet at the threshold', 'whole', 4_000_000, 1_000_000, 150_000, 1500],
    ['whole: the payment that crosses it', 'whole', 4_000_000, 1_000_001, 180_000, 1800],
    ['whole: after two', 'whole', 8_000_000, 2_000_000, 400_000, 2000],
  ] as const)('tiers on the revenue of the year: %s', (_, mode, yearBaseMinor, base, amountMinor, rateBps) => {
    expect(commissionFor(tiers(mode), 'retainer', paid(base), { ...first, yearBaseMinor })).toMatchObject({ amountMinor, rateBps })
  })

  it('has no tier in a currency that none names, and prints how parts were counted', () => {
    expect(commissionFor(tiers('marginal'), 'retainer', paid(6_000_000, 'usd'), first)).toMatchObject({
      amountMinor: 900_000,
      working: null,
    })
    expect(commissionFor(tiers('marginal'), 'retainer', paid(6_000_000), first)).toMatchObject({
      working: '50,000.00 EUR × 15 % + 10,000.00 EUR × 18 % = 9,300.00 EUR',
    })
  })

  const capped = termsWith({ rateBps: 1500, duration: 'life', dealCapMinor: { eur: 500_000 }, yearCapMinor: { eur: 800_000 } })

  it.each([
    ['below both caps', 0, 0, 1_000_000, { amountMinor: 150_000, rateBps: 1500, working: null }],
    [
      'above the cap of a deal',
      0,
      0,
      4_200_000,
      { amountMinor: 500_000, working: '42,000.00 EUR × 15 % = 6,300.00 EUR, at most 5,000.00 EUR a deal' },
    ],
    ['what the deal has left', 450_000, 450_000, 4_200_000, { amountMinor: 50_000 }],
    [
      'what the year has left',
      0,
      700_000,
      4_200_000,
      { amountMinor: 100_000, working: '42,000.00 EUR × 15 % = 6,300.00 EUR, at most 8,000.00 EUR a year' },
    ],
    [
      'a deal at its cap',
      500_000,
      500_000,
      100_000,
      { kind: 'nothing', reason: 'These terms pay at most 5,000.00 EUR a deal; that is reached.' },
    ],
    [
      'a year at its cap',
      0,
      800_000,
      100_000,
      { kind: 'nothing', reason: 'These terms pay at most 8,000.00 EUR a year; that is reached.' },
    ],
  ] as const)('caps: %s', (_, dealDueMinor, yearDueMinor, base, earning) => {
    expect(commissionFor(capped, 'retainer', paid(base), { ...first, dealDueMinor, yearDueMinor })).toMatchObject(earning)
  })

  it('earns for the twelfth monthly payment and not for the thirteenth', () => {
    const terms = termsWith({ rateBps: 1000, duration: 'months', months: 12 })
    const kinds = Array.from({ length: 13 }, (_, month) =>
      commissionFor(terms, 'retainer', paid(100_000, 'eur', addMonths(day('2026-01-31'), month)), { ...first, place: month + 1 }),
    ).map(({ kind }) => kind)

    expect(kinds).toEqual([...Array(12).fill('earns'), 'nothing'])
  })

  it('never gives more than the base, whatever the terms', () => {
    const rates: fc.Arbitrary<Rate> = fc.oneof(
      fc.record({ rateBps: fc.integer({ min: 0, max: 10_000 }), duration: fc.constant('life' as const) }),
      fc.record({ flatMinor: fc.record({ eur: fc.nat(), jpy: fc.nat(), isk: fc.nat() }), duration: fc.constant('life' as const) }),
    )
    fc.assert(
      fc.property(rates, fc.nat(), fc.constantFrom('eur', 'jpy', 'isk'), (rate, base, currency) => {
        const earning = commissionFor(termsWith(rate), 'retainer', paid(base, currency), first)
        expect(earning.kind === 'earns' ? earning.amountMinor : 0).toBeLessThanOrEqual(base)
      }),
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
