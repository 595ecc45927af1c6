import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Currency } from '../../../schema/currency.ts'
import type { Rate, TermsVersion } from '../../../schema/terms.ts'
import { addMonths, commissionFor, type Rank } from '../../../worker/terms/rules.ts'

const day = (text: string) => new Date(`${text}T10:00:00Z`)

const termsWith = (rate: Rate): Pick<TermsVersion, 'rates'> => ({ rates: { retainer: rate } })

const paid = (baseMinor: number, currency: Currency = 'eur', paidAt = day('2026-01-31')) => ({ baseMinor, currency, paidAt })

const first: Rank = { place: 1, firstPaidAt: day('2026-01-31'), dealDueMinor: 0, yearDueMinor: 0, yearBaseMinor: 0 }

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
