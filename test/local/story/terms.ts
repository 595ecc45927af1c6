import type { Rate, TermsVersion } from '../../../schema/terms.ts'

type Rates = TermsVersion['rates']

/** Until day −301: a share of the first payment, whatever was sold. */
const ofFirst = { rateBps: 800, duration: 'first_payment' } as const
export const standardFirst: Rates = {
  one_off: ofFirst,
  flat_fee: ofFirst,
  retainer: ofFirst,
  hour_pool: ofFirst,
  performance: ofFirst,
  warranty: ofFirst,
}

const forLife = (rateBps: number) => ({ rateBps, duration: 'life' }) as const
export const standardSecond: Rates = {
  one_off: forLife(1_000),
  flat_fee: forLife(1_000),
  retainer: { rateBps: 1_000, duration: 'months', months: 12 },
  hour_pool: forLife(700),
  performance: forLife(1_200),
  warranty: forLife(500),
  levels: { pilot: { eur: 5_000 } },
}

/** 18 % of what lies above 50,000.00 EUR in a calendar year, and at most 5,000.00 EUR a deal. */
const ofTrade: Rate = {
  rateBps: 1_500,
  duration: 'life',
  tierMode: 'marginal',
  tiers: { eur: [{ aboveMinor: 5_000_000, rateBps: 1_800 }] },
  dealCapMinor: { eur: 500_000 },
}
export const trade: Rates = {
  one_off: ofTrade,
  flat_fee: ofTrade,
  retainer: ofTrade,
  hour_pool: ofTrade,
  performance: ofTrade,
  warranty: ofTrade,
}
