import { type Currency, isCurrency, minorDigits, shownDigits } from '../../schema/currency.ts'
import {
  type Amounts,
  type DealKind,
  dealKinds,
  type PayableLevel,
  payableLevels,
  type Rate,
  type Rates,
  type TermsVersion,
  type Tier,
  type TierMode,
} from '../../schema/terms.ts'

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
export const dayOf = (at: Date): string => dayFormat.format(at)

/** The same from a day as the tables keep it, `2026-11-03`. */
export const dayInWords = (day: string): string => dayOf(new Date(`${day}T00:00:00Z`))

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

/** A level as a partner reads it (domain.md A4). */
const wordsForLevel: Record<PayableLevel, string> = {
  attention: 'In contact',
  need_shared: 'Has told us what it needs',
  data_shared: 'Preparing a demonstration',
  evaluating: 'Evaluating',
  pilot: 'Paid pilot',
  roadmap_shared: 'Planning ahead together',
  annual_licence: 'Customer',
}
export const levelInWords = (level: PayableLevel): string => wordsForLevel[level]

/** The levels that earn, in order: `{ level: 'Paid pilot', words: '50.00 EUR once for each prospect' }`. */
export const rewardsInWords = ({ levels = {} }: Rates, currency?: Currency): { level: string; words: string }[] =>
  payableLevels.flatMap((level) => {
    const words = amountsInWords(levels[level], currency)
    return words ? [{ level: levelInWords(level), words: `${words} once for each prospect` }] : []
  })

/**
 * A rate in words: `10 % of each payment for 12 months`, `50.00 EUR for the first payment`; with a currency, its amounts alone. Tiers
 * and caps follow: `15 % of each payment, 18 % of what lies above 50,000.00 EUR in a calendar year, at most 5,000.00 EUR a deal`.
 */
export function describeRate(rate: Rate, currency?: Currency): string {
  const share =
    rate.rateBps === undefined ? `${amountsInWords(rate.flatMinor, currency) || 'nothing'} for` : `${percentOf(rate.rateBps)} of`
  return [`${share} ${lastingInWords(rate)}`, ...tiersInWords(rate, currency), ...capsInWords(rate, currency)].join(', ')
}

function lastingInWords(rate: Rate): string {
  switch (rate.duration) {
    case 'first_payment':
      return 'the first payment'
    case 'months':
      return `each payment for ${monthsInWords(rate)}`
    case 'life':
      return 'each payment'
  }
}

const tiersInWords = ({ tiers = {}, tierMode }: Rate, currency: Currency | undefined): string[] =>
  Object.entries(tiers).flatMap(([code, steps = []]) =>
    isCurrency(code) && (!currency || code === currency) ? steps.map((step) => tierInWords(step, code, tierMode)) : [],
  )

const tierInWords = ({ aboveMinor, rateBps }: Tier, currency: Currency, mode: TierMode | undefined): string =>
  mode === 'whole'
    ? `${percentOf(rateBps)} of a payment that takes the calendar year above ${amountInWords(aboveMinor, currency)}, and of those after it`
    : `${percentOf(rateBps)} of what lies above ${amountInWords(aboveMinor, currency)} in a calendar year`

const capsInWords = ({ dealCapMinor, yearCapMinor }: Rate, currency: Currency | undefined): string[] => {
  const most = (amounts: Amounts | undefined, of: string) => {
    const words = amountsInWords(amounts, currency)
    return words ? [`at most ${words} ${of}`] : []
  }
  return [...most(dealCapMinor, 'a deal'), ...most(yearCapMinor, 'a calendar year')]
}

/** How a commission was counted: `40,000.00 EUR × 15 % + 2,000.00 EUR × 18 % = 6,360.00 EUR, at most 5,000.00 EUR a deal`. */
export function workingInWords(
  parts: readonly { baseMinor: number; rateBps: number }[],
  sumMinor: number,
  cappedBy: string | undefined,
  currency: Currency,
): string {
  const sum = amountInWords(sumMinor, currency)
  const counted = parts.map(({ baseMinor, rateBps }) => `${amountInWords(baseMinor, currency)} × ${percentOf(rateBps)}`).join(' + ')
  return `${counted ? `${counted} = ${sum}` : sum}${cappedBy ? `, at most ${cappedBy}` : ''}`
}

/** What these terms give, for a sentence: kinds of deals that earn the same are named together. */
export const earnsInWords = (terms: Pick<TermsVersion, 'rates'>): string => earnsInParts(terms).join('; ')

/** The same, a line for each share. */
export function earnsInParts({ rates }: Pick<TermsVersion, 'rates'>): string[] {
  const kindsByRate = new Map<string, DealKind[]>()
  for (const kind of dealKinds) {
    const rate = rates[kind]
    if (rate) kindsByRate.set(describeRate(rate), [...(kindsByRate.get(describeRate(rate)) ?? []), kind])
  }
  const rewards = rewardsInWords(rates).map(({ level, words }) => `${words} that reaches “${level}”`)
  const [only] = kindsByRate
  if (!only) return rewards.length > 0 ? rewards : ['nothing']
  const ofDeals =
    kindsByRate.size === 1 && only[1].length === dealKinds.length
      ? [only[0]]
      : [...kindsByRate].map(([words, kinds]) => `${words} on ${listed(kinds.map(dealsOfKind))}`)
  return [...ofDeals, ...rewards]
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

/** `50.00 EUR or 45.00 GBP`; empty when there is none. */
const amountsInWords = (amounts: Amounts | undefined, currency: Currency | undefined): string =>
  Object.entries(amounts ?? {})
    .flatMap(([code, amountMinor]) =>
      isCurrency(code) && amountMinor && (!currency || code === currency) ? [amountInWords(amountMinor, code)] : [],
    )
    .join(' or ')

const listed = (words: string[]): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`)
