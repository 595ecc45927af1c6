import * as v from 'valibot'
import { attributionModels } from '../../schema/terms.ts'
import { incomplete } from '../form-shapes.ts'
import { levelFields, levelsOf } from './read-levels.ts'
import { type Issue, kindFields, optionalText, ratesOf, readAmounts } from './read-rates.ts'
import type { Minimum } from './store.ts'

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

export const versionShape = v.pipe(
  v.strictObject(
    {
      version: whole(incomplete, 1, 9999),
      intent: v.picklist(['preview', 'publish'], incomplete),
      hold_days: whole('Say how many days a commission waits.', 0, 365),
      ...kindFields,
      ...levelFields,
    },
    incomplete,
  ),
  reading((typed, issue) => ({
    version: typed.version,
    intent: typed.intent,
    holdDays: typed.hold_days,
    rates: { ...ratesOf(typed, issue), ...levelsOf(typed, issue) },
  })),
)
