import * as v from 'valibot'
import { type Currency, isCurrency } from '../../schema/currency.ts'
import {
  type Amounts,
  type DealKind,
  dealKinds,
  durations,
  type Rate,
  type TermsVersion,
  type Tier,
  tierModes,
} from '../../schema/terms.ts'
import { amountProblem, readAmount } from '../amount.ts'
import { amountInWords, percentOf as percentInWords } from './words.ts'

/** Says what is wrong with a field. */
export type Issue = (message: string, name: string) => void

export const optionalText = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200, 'That is longer than 200 characters.')), '')

/** `25.00 EUR, 25.00 GBP`: amounts of several currencies in one line. */
export function readAmounts(text: string, name: string, issue: Issue): Map<Currency, number> {
  const amounts = new Map<Currency, number>()
  const rest = text.replace(/(\d[\d.,]*)\s*([A-Za-z]{3})\b/g, (part, amount: string, letters: string) => {
    const code = letters.toLowerCase()
    const amountMinor = isCurrency(code) ? readAmount(amount, code) : undefined
    if (!isCurrency(code)) issue(`${letters.toUpperCase()} is no currency we know.`, name)
    else if (amountMinor === undefined) issue(`${part}: ${amountProblem(code)}`, name)
    else if (amounts.has(code)) issue(`Give one amount in ${letters.toUpperCase()}.`, name)
    else amounts.set(code, amountMinor)
    return ''
  })
  if (/[^\s,;]/.test(rest)) issue('Write each amount with its currency, like 50.00 EUR, 45.00 GBP.', name)
  return amounts
}

/** The fields of one kind of deal: `retainer_earns`, `retainer_percent`, … */
type KindFields = `${DealKind}_${'earns' | 'percent' | 'flat' | 'duration' | 'months' | 'tiers' | 'tier_mode' | 'deal_cap' | 'year_cap'}`

export const kindFields = Object.fromEntries(
  dealKinds.flatMap((kind) => [
    [`${kind}_earns`, v.picklist(['nothing', 'percent', 'flat'], 'Choose what it earns.')],
    [`${kind}_percent`, optionalText],
    [`${kind}_flat`, optionalText],
    [`${kind}_duration`, v.optional(v.picklist(durations, 'Choose for how long.'), 'life')],
    [`${kind}_months`, optionalText],
    [`${kind}_tiers`, optionalText],
    [`${kind}_tier_mode`, v.optional(v.picklist(tierModes, 'Choose what a higher share counts for.'), 'marginal')],
    [`${kind}_deal_cap`, optionalText],
    [`${kind}_year_cap`, optionalText],
  ]),
) as Record<KindFields, v.GenericSchema<string | undefined, string>> // built from dealKinds just above

/** What was typed for each kind, with each problem at its field; a kind that earns nothing is missing. */
export function ratesOf(typed: Record<KindFields, string>, issue: Issue): TermsVersion['rates'] {
  return Object.fromEntries(
    dealKinds.flatMap((kind) => {
      const rate = rateOf(kind, typed, issue)
      return rate ? [[kind, rate]] : []
    }),
  )
}

function rateOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): Rate | undefined {
  const earns = typed[`${kind}_earns`]
  if (earns === 'nothing') return undefined
  const duration = durations.find((each) => each === typed[`${kind}_duration`]) ?? 'life'
  const months = duration === 'months' ? monthsOf(kind, typed, issue) : undefined
  const lasting = { duration, ...(months !== undefined && { months }), ...capsOf(kind, typed, issue) }
  if (earns === 'flat') {
    if (typed[`${kind}_tiers`]) issue('Higher shares go with a percentage, not with a fixed amount.', `${kind}_tiers`)
    return { flatMinor: flatOf(kind, typed, issue), ...lasting }
  }
  return { rateBps: percentOf(kind, typed, issue), ...lasting, ...tiersOf(kind, typed, issue) }
}

function capsOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): Pick<Rate, 'dealCapMinor' | 'yearCapMinor'> {
  const capOf = (name: KindFields) => {
    const amounts = [...readAmounts(typed[name], name, issue)]
    if (amounts.some(([, amountMinor]) => amountMinor === 0)) issue('A cap is above 0. Leave it empty for none.', name)
    return amounts.length > 0 ? Object.fromEntries(amounts) : undefined
  }
  const [dealCapMinor, yearCapMinor] = [capOf(`${kind}_deal_cap`), capOf(`${kind}_year_cap`)]
  return { ...(dealCapMinor && { dealCapMinor }), ...(yearCapMinor && { yearCapMinor }) }
}

const tierPattern = /^(\d{1,3}(?:\.\d{1,2})?)\s*%\s*above\s+(\d[\d.,]*)\s*([A-Za-z]{3})$/i

/** `18 % above 50,000.00 EUR; 20 % above 90,000.00 EUR`. */
function tiersOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): Pick<Rate, 'tiers' | 'tierMode'> {
  const name: KindFields = `${kind}_tiers`
  const lines = typed[name].split(';').map((line) => line.trim())
  const steps = lines.filter(Boolean).map((line) => tierOf(line, name, issue))
  const tiers: NonNullable<Rate['tiers']> = {}
  for (const step of steps) if (step) tiers[step.currency] = [...(tiers[step.currency] ?? []), step.tier]
  for (const each of Object.values(tiers)) {
    each?.sort((a, b) => a.aboveMinor - b.aboveMinor)
    if (each?.some(({ aboveMinor }, n) => aboveMinor === each[n + 1]?.aboveMinor)) issue('Give each threshold once.', name)
  }
  const tierMode = tierModes.find((each) => each === typed[`${kind}_tier_mode`]) ?? 'marginal'
  return steps.length > 0 ? { tiers, tierMode } : {}
}

function tierOf(line: string, name: string, issue: Issue): { currency: Currency; tier: Tier } | undefined {
  const [, percent = '', amount = '', letters = ''] = tierPattern.exec(line) ?? []
  const currency = letters.toLowerCase()
  if (!isCurrency(currency)) return void issue('Write each higher share like 18 % above 50,000.00 EUR, parted by semicolons.', name)
  const [aboveMinor, rateBps] = [readAmount(amount, currency), bpsOf(percent)]
  if (!aboveMinor) return void issue(`${line}: ${amountProblem(currency)}`, name)
  if (!rateBps) return void issue(`${line}: ${percentProblem}`, name)
  return { currency, tier: { aboveMinor, rateBps } }
}

function percentOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): number {
  const rateBps = bpsOf(typed[`${kind}_percent`])
  if (!rateBps) issue(percentProblem, `${kind}_percent`)
  return rateBps ?? 0
}

const percentProblem = 'Give a percentage above 0 and up to 100, like 10 or 12.5.'

/** `12.5` or `12.5 %` as 1250; undefined when it is no percentage above 0 and up to 100. */
function bpsOf(text: string): number | undefined {
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text)
  const rateBps = parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : 0
  return rateBps >= 1 && rateBps <= 10_000 ? rateBps : undefined
}

function flatOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): NonNullable<Rate['flatMinor']> {
  const name = `${kind}_flat`
  const amounts = [...readAmounts(typed[`${kind}_flat`], name, issue)].filter(([, amountMinor]) => amountMinor > 0)
  if (amounts.length === 0) issue('Give an amount with its currency, like 50.00 EUR.', name)
  return Object.fromEntries(amounts)
}

function monthsOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): number {
  const text = typed[`${kind}_months`]
  const months = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (months < 1 || months > 120) issue('Give a number of months from 1 to 120.', `${kind}_months`)
  return months
}

/** What a form shows of a version before anything was typed: the same texts that would give the same version. */
export function enteredOf({ holdDays, rates }: Pick<TermsVersion, 'holdDays' | 'rates'>) {
  const entered: Record<string, string> = { hold_days: String(holdDays) }
  for (const kind of dealKinds) {
    const rate = rates[kind]
    entered[`${kind}_earns`] = rate ? (rate.rateBps === undefined ? 'flat' : 'percent') : 'nothing'
    entered[`${kind}_percent`] = rate?.rateBps === undefined ? '' : String(rate.rateBps / 100)
    entered[`${kind}_flat`] = amountsOf(rate?.flatMinor)
    entered[`${kind}_duration`] = rate?.duration ?? 'life'
    entered[`${kind}_months`] = rate?.months === undefined ? '' : String(rate.months)
    entered[`${kind}_tiers`] = tiersAsTyped(rate?.tiers)
    entered[`${kind}_tier_mode`] = rate?.tierMode ?? 'marginal'
    entered[`${kind}_deal_cap`] = amountsOf(rate?.dealCapMinor)
    entered[`${kind}_year_cap`] = amountsOf(rate?.yearCapMinor)
  }
  return entered
}

const amountsOf = (amounts: Amounts | undefined): string =>
  Object.entries(amounts ?? {})
    .flatMap(([code, amountMinor]) => (isCurrency(code) && amountMinor ? [amountInWords(amountMinor, code)] : []))
    .join(', ')

const tiersAsTyped = (tiers: Rate['tiers']): string =>
  Object.entries(tiers ?? {})
    .flatMap(([code, steps = []]) =>
      isCurrency(code) ? steps.map(({ aboveMinor, rateBps }) => `${percentInWords(rateBps)} above ${amountInWords(aboveMinor, code)}`) : [],
    )
    .join('; ')
