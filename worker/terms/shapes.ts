import * as v from 'valibot'
import { attributionModels } from '../../schema/terms.ts'
import { reading } from '../amount-shape.ts'
import { actShape, incomplete, lineShape } from '../form-shapes.ts'
import { levelFields, levelsOf } from './read-levels.ts'
import { type Issue, kindFields, optionalText, ratesOf, readAmounts } from './read-rates.ts'
import type { Minimum } from './store.ts'

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

const nameShape = lineShape('Give the group a name.', 60)

export const newGroupShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
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
