/**
 * The one currency table. `exponent` is the number of digits of the unit that Stripe's API counts in, `shown` how many of
 * them a person sees, `payableUnit` the step (in minor units) in which an amount can be transferred.
 * Source: docs.stripe.com/currencies and stripe.md 6; never `Intl`, whose digits differ for HUF, ISK, TWD and UGX.
 */
type CurrencyFacts = { exponent: 0 | 2 | 3; shown: 0 | 2 | 3; payableUnit: 1 | 10 | 100 }

const hundredths = { exponent: 2, shown: 2, payableUnit: 1 } as const
const whole = { exponent: 0, shown: 0, payableUnit: 1 } as const
/** Counted in hundredths, but only whole amounts exist (isk, ugx) or reach a bank (huf, twd). */
const wholeInHundredths = { exponent: 2, shown: 0, payableUnit: 100 } as const
const bankedWhole = { exponent: 2, shown: 2, payableUnit: 100 } as const
const thousandths = { exponent: 3, shown: 3, payableUnit: 10 } as const

export const currencies = {
  eur: hundredths,
  usd: hundredths,
  gbp: hundredths,
  cad: hundredths,
  aud: hundredths,
  nzd: hundredths,
  chf: hundredths,
  dkk: hundredths,
  nok: hundredths,
  sek: hundredths,
  pln: hundredths,
  czk: hundredths,
  ron: hundredths,
  bgn: hundredths,
  sgd: hundredths,
  hkd: hundredths,
  inr: hundredths,
  mxn: hundredths,
  brl: hundredths,
  zar: hundredths,
  aed: hundredths,
  thb: hundredths,
  isk: wholeInHundredths,
  ugx: wholeInHundredths,
  huf: bankedWhole,
  twd: bankedWhole,
  jpy: whole,
  bif: whole,
  clp: whole,
  djf: whole,
  gnf: whole,
  kmf: whole,
  krw: whole,
  mga: whole,
  pyg: whole,
  rwf: whole,
  vnd: whole,
  vuv: whole,
  xaf: whole,
  xof: whole,
  xpf: whole,
  bhd: thousandths,
  jod: thousandths,
  kwd: thousandths,
  omr: thousandths,
  tnd: thousandths,
} as const satisfies Record<string, CurrencyFacts>

/** Lower-case ISO code, as Stripe writes it. */
export type Currency = keyof typeof currencies
export const currencyCodes = Object.keys(currencies) as [Currency, ...Currency[]]

export const isCurrency = (code: string): code is Currency => Object.hasOwn(currencies, code)
/** Digits of the minor unit: 19.00 usd is 1900 at 2, 1900 jpy is 1900 at 0. */
export const minorDigits = (currency: Currency): number => currencies[currency].exponent
export const shownDigits = (currency: Currency): number => currencies[currency].shown
/** The step in minor units to which an amount is floored before it is owed or paid. */
export const payableUnit = (currency: Currency): number => currencies[currency].payableUnit

/** Three-decimal currencies are not verified for transfers, so they accrue and are shown but stay off in a run. */
export const isTransferable = (currency: Currency): boolean => currencies[currency].exponent !== 3
