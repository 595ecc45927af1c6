import * as v from 'valibot'
import { type Currency, isCurrency } from '../../schema/currency.ts'
import { attributionModels, type DealKind, dealKinds, durations, type Rate, type TermsVersion } from '../../schema/terms.ts'
import { amountProblem, readAmount } from '../amount.ts'
import type { Minimum } from './store.ts'

const incomplete = 'The form was not complete. Please send it again from its page.'

type Issue = (message: string, name: string) => void

/** Turns what was typed into values, with each problem at its field. */
const reading = <In extends Record<string, unknown>, Out>(read: (typed: In, issue: Issue) => Out) =>
  v.rawTransform<In, Out>(({ dataset, addIssue }) =>
    read(dataset.value, (message, key) =>
      addIssue({ message, path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: dataset.value[key] }] }),
    ),
  )

const whole = (missing: string, min: number, max: number) => {
  const range = `That has to be a whole number from ${min} to ${max}.`
  return v.pipe(v.string(missing), v.regex(/^\d{1,4}$/, range), v.transform(Number), v.minValue(min, range), v.maxValue(max, range))
}

/** `25.00 EUR, 25.00 GBP`: amounts of several currencies in one line. */
function readAmounts(text: string, name: string, issue: Issue): Map<Currency, number> {
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

const optionalText = v.optional(v.pipe(v.string(), v.maxLength(200, 'That is longer than 200 characters.')), '')

const groupRules = {
  windowDays: whole('Say how many days a click counts.', 1, 730),
  model: v.picklist(attributionModels, 'Choose which click counts.'),
  minimums: optionalText,
}

const minimumsOf = (text: string, issue: Issue): Minimum[] =>
  [...readAmounts(text, 'minimums', issue)].map(([currency, minimumPayoutMinor]) => ({ currency, minimumPayoutMinor }))

const nameShape = v.pipe(
  v.string('Give the group a name.'),
  v.nonEmpty('Give the group a name.'),
  v.maxLength(60, 'That is longer than 60 characters. Please shorten it.'),
  v.regex(/^[^\p{Cc}<>]*$/u, 'Please write it in one line, without < and >.'),
)

export const newGroupShape = v.pipe(
  v.strictObject(
    {
      act: v.pipe(v.string(incomplete), v.regex(/^act_[\w-]{1,70}$/, incomplete)),
      name: nameShape,
      ...groupRules,
      like: v.optional(v.string(), ''),
    },
    incomplete,
  ),
  reading(({ minimums, ...typed }, issue) => ({ ...typed, minimums: minimumsOf(minimums, issue) })),
)

export const groupRulesShape = v.pipe(
  v.strictObject(groupRules, incomplete),
  reading(({ minimums, ...typed }, issue) => ({ ...typed, minimums: minimumsOf(minimums, issue) })),
)

/** The fields of one kind of deal: `retainer_earns`, `retainer_percent`, … */
type KindFields = `${DealKind}_${'earns' | 'percent' | 'flat' | 'duration' | 'months'}`

const kindFields = Object.fromEntries(
  dealKinds.flatMap((kind) => [
    [`${kind}_earns`, v.picklist(['nothing', 'percent', 'flat'], 'Choose what it earns.')],
    [`${kind}_percent`, optionalText],
    [`${kind}_flat`, optionalText],
    [`${kind}_duration`, v.optional(v.picklist(durations, 'Choose for how long.'), 'life')],
    [`${kind}_months`, optionalText],
  ]),
) as Record<KindFields, v.GenericSchema<string | undefined, string>> // built from dealKinds just above

export const versionShape = v.pipe(
  v.strictObject(
    {
      version: whole(incomplete, 1, 9999),
      intent: v.picklist(['preview', 'publish'], incomplete),
      hold_days: whole('Say how many days a commission waits.', 0, 365),
      ...kindFields,
    },
    incomplete,
  ),
  reading((typed, issue) => ({ version: typed.version, intent: typed.intent, holdDays: typed.hold_days, rates: ratesOf(typed, issue) })),
)

function ratesOf(typed: Record<KindFields, string>, issue: Issue): TermsVersion['rates'] {
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
  const lasting = { duration, ...(months !== undefined && { months }) }
  return earns === 'percent'
    ? { rateBps: percentOf(kind, typed, issue), ...lasting }
    : { flatMinor: flatOf(kind, typed, issue), ...lasting }
}

function percentOf(kind: DealKind, typed: Record<KindFields, string>, issue: Issue): number {
  const text = typed[`${kind}_percent`]
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text)
  const rateBps = parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : 0
  if (rateBps < 1 || rateBps > 10_000) issue('Give a percentage above 0 and up to 100, like 10 or 12.5.', `${kind}_percent`)
  return rateBps
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
export function enteredOf({ holdDays, rates }: Pick<TermsVersion, 'holdDays' | 'rates'>, amountsOf: (flat: Rate['flatMinor']) => string) {
  const entered: Record<string, string> = { hold_days: String(holdDays) }
  for (const kind of dealKinds) {
    const rate = rates[kind]
    entered[`${kind}_earns`] = rate ? (rate.rateBps === undefined ? 'flat' : 'percent') : 'nothing'
    entered[`${kind}_percent`] = rate?.rateBps === undefined ? '' : String(rate.rateBps / 100)
    entered[`${kind}_flat`] = amountsOf(rate?.flatMinor)
    entered[`${kind}_duration`] = rate?.duration ?? 'life'
    entered[`${kind}_months`] = rate?.months === undefined ? '' : String(rate.months)
  }
  return entered
}
