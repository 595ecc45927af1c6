import { type Currency, isCurrency, minorDigits, payableUnit, shownDigits } from '../../schema/currency.ts'
import { type DealKind, dealKinds, type Rate, type TermsVersion } from '../../schema/terms.ts'

/**
 * A partner's share of a payment, floored to what its currency can pay: the remainder stays with the company.
 *
 * @param rateBps - basis points, 0 to 10_000; 1900 at 1550 bps is 294 in usd and 200 in isk
 */
export const shareOf = (baseMinor: number, rateBps: number, currency: Currency): number =>
  floored(BigInt(baseMinor) * BigInt(rateBps), 10_000n, currency)

/**
 * What remains of a commission when part of its payment came back; all of it returned leaves exactly zero, in any order and any
 * split, since nothing but the sum of the returns counts (money.md 9).
 */
export const keepOf = (dueMinor: number, paidMinor: number, returnedMinor: number, currency: Currency): number =>
  floored(BigInt(dueMinor) * BigInt(paidMinor - returnedMinor), BigInt(paidMinor), currency)

/** The one rounding: down to a payable unit of the currency. */
const floored = (product: bigint, divisor: bigint, currency: Currency): number => {
  const unit = BigInt(payableUnit(currency))
  return Number((product / (divisor * unit)) * unit)
}

/** What a payment gives under its deal's terms, or why it gives nothing; the reason is shown to the partner. */
export type Earning =
  | { kind: 'earns'; amountMinor: number; baseMinor: number; rateBps: number | null }
  | { kind: 'nothing'; reason: string }

export type PaidBase = { currency: Currency; baseMinor: number; paidAt: Date }

/** Where a payment stands among its deal's, by time paid and id, never by arrival. */
export type Rank = { place: number; firstPaidAt: Date }

/** A flat amount never exceeds what was paid either. */
export function commissionFor(terms: Pick<TermsVersion, 'rates'>, dealKind: DealKind, payment: PaidBase, rank: Rank): Earning {
  const rate = terms.rates[dealKind]
  const reason = whyNothing(rate, dealKind, payment, rank)
  if (!rate || reason) return { kind: 'nothing', reason: reason ?? '' }

  const { baseMinor, currency } = payment
  const rateBps = rate.rateBps ?? null
  const flatMinor = Math.min(rate.flatMinor?.[currency] ?? 0, baseMinor)
  const amountMinor = rateBps === null ? floored(BigInt(flatMinor), 1n, currency) : shareOf(baseMinor, rateBps, currency)
  return amountMinor > 0
    ? { kind: 'earns', amountMinor, baseMinor, rateBps }
    : { kind: 'nothing', reason: `The share is less than the smallest amount that ${currency.toUpperCase()} can be paid in.` }
}

function whyNothing(rate: Rate | undefined, dealKind: DealKind, { currency, baseMinor, paidAt }: PaidBase, rank: Rank): string | undefined {
  if (!rate) return `These terms pay nothing for ${wordsForKind[dealKind]}.`
  if (baseMinor === 0) return 'Nothing of this payment counts: all of it is tax, discount or credit.'
  if (rate.rateBps === undefined && !rate.flatMinor?.[currency]) return `These terms name no amount in ${currency.toUpperCase()}.`
  switch (rate.duration) {
    case 'first_payment':
      return rank.place > 1 ? `These terms pay for the first payment of a deal only; this is payment ${rank.place}.` : undefined
    case 'months': {
      const end = addMonths(rank.firstPaidAt, rate.months ?? 0)
      return paidAt < end ? undefined : `These terms pay for ${monthsInWords(rate)} from the first payment, which ended on ${dayOf(end)}.`
    }
    case 'life':
      return undefined
  }
}

/** The same day and time some calendar months on, in UTC; the last day of a month that has no such day. */
export function addMonths(at: Date, months: number): Date {
  const end = new Date(at)
  end.setUTCDate(1)
  end.setUTCMonth(end.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate()
  end.setUTCDate(Math.min(at.getUTCDate(), lastDay))
  return end
}

/** When the hold of a commission ends: days of 86,400 s from the moment the customer paid. */
export const maturesAt = (paidAt: Date, holdDays: number): Date => new Date(paidAt.getTime() + holdDays * 86_400_000)

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
const dayOf = (at: Date): string => dayFormat.format(at)

export const monthsInWords = ({ months = 0 }: Pick<Rate, 'months'>): string => (months === 1 ? '1 month' : `${months} months`)

const wordsForKind: Record<DealKind, string> = {
  one_off: 'one-off deals',
  hour_pool: 'hour pools',
  retainer: 'retainers',
  flat_fee: 'flat fees',
  performance: 'performance deals',
  warranty: 'warranties',
}
/** A kind of deal as terms speak of it, in the plural. */
export const dealsOfKind = (kind: DealKind): string => wordsForKind[kind]

/** A rate in words: `10 % of each payment for 12 months`, `50.00 EUR for the first payment`; with a currency, its amount alone. */
export function describeRate(rate: Rate, currency?: Currency): string {
  const share = rate.rateBps === undefined ? flatInWords(rate.flatMinor ?? {}, currency) : `${percentOf(rate.rateBps)} of`
  const joined = rate.rateBps === undefined ? `${share} for` : share
  switch (rate.duration) {
    case 'first_payment':
      return `${joined} the first payment`
    case 'months':
      return `${joined} each payment for ${monthsInWords(rate)}`
    case 'life':
      return `${joined} each payment`
  }
}

/** What these terms give, for a sentence on the introduction page: kinds of deals that earn the same are named together. */
export function earnsInWords({ rates }: Pick<TermsVersion, 'rates'>): string {
  const kindsByRate = new Map<string, DealKind[]>()
  for (const kind of dealKinds) {
    const rate = rates[kind]
    if (rate) kindsByRate.set(describeRate(rate), [...(kindsByRate.get(describeRate(rate)) ?? []), kind])
  }
  const [only] = kindsByRate
  if (!only) return 'nothing'
  if (kindsByRate.size === 1 && only[1].length === dealKinds.length) return only[0]
  return [...kindsByRate].map(([words, kinds]) => `${words} on ${listed(kinds.map(dealsOfKind))}`).join('; ')
}

/** `1550` is `15.5 %`. */
export const percentOf = (rateBps: number): string => `${rateBps / 100} %`

/** `50.00 EUR`, as a contract would print it. */
export function amountInWords(amountMinor: number, currency: Currency): string {
  const digits = minorDigits(currency)
  const text = String(amountMinor).padStart(digits + 1, '0')
  const whole = digits === 0 ? text : text.slice(0, -digits)
  const fraction = shownDigits(currency) === 0 ? '' : `.${text.slice(-digits)}`
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction} ${currency.toUpperCase()}`
}

const flatInWords = (flatMinor: Partial<Record<string, number>>, currency: Currency | undefined): string => {
  const amounts = Object.entries(flatMinor).flatMap(([code, amountMinor]) =>
    isCurrency(code) && amountMinor && (!currency || code === currency) ? [amountInWords(amountMinor, code)] : [],
  )
  return amounts.join(' or ') || 'nothing'
}

const listed = (words: string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
