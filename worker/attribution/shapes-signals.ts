import * as v from 'valibot'
import { signalRules, type ThresholdName, thresholdNames } from '../../schema/signals.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, incomplete, reasonLine } from '../form-shapes.ts'
import { thresholdBounds } from './rules-signals-thresholds.ts'

/** The end of the day that somebody chose, UTC. */
const until = v.pipe(
  dayShape('Choose the last day.'),
  v.transform((day) => new Date(`${day}T23:59:59.999Z`)),
)

export const releaseShape = v.strictObject({ release_reason: reasonLine('Say why it is fine.') }, incomplete)
export const confirmShape = v.strictObject({ confirm_reason: reasonLine('Say why it is not granted; the partner reads it.') }, incomplete)
export const noteShape = v.strictObject(
  {
    act: actShape,
    note: v.pipe(
      v.string('Write the note.'),
      v.minLength(3, 'Write the note.'),
      v.maxLength(500, 'That is longer than 500 characters. Please shorten it.'),
      v.regex(/^[^<>]*$/u, 'Please write it without < and >.'),
    ),
  },
  incomplete,
)
export const partnerExemptionShape = v.strictObject(
  { act: actShape, exempt_reason: reasonLine('Say why the rule shall pass over it.'), until },
  incomplete,
)
export const groupExemptionShape = v.strictObject(
  {
    act: actShape,
    group: v.pipe(v.string('Choose a group.'), v.regex(/^grp_\w{1,60}$/, 'Choose a group.')),
    rule: v.picklist(signalRules, 'Choose a rule.'),
    exempt_reason: reasonLine('Say why the rule shall pass over it.'),
    until,
  },
  incomplete,
)

const figure = (name: ThresholdName) => {
  const [least, most] = thresholdBounds[name]
  const wrong = `Write a whole number from ${least} to ${most}.`
  return v.pipe(v.string(wrong), v.regex(/^\d{1,7}$/, wrong), v.transform(Number), v.minValue(least, wrong), v.maxValue(most, wrong))
}
const mostDomains = 200
const domainShape = /^(?=.{4,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/

const domains = v.pipe(
  v.optional(v.string(), ''),
  v.maxLength(10_000, 'That is more text than this form takes.'),
  v.transform((text) => [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))]),
  v.maxLength(mostDomains, `At most ${mostDomains} domains, please.`),
  v.everyItem((domain) => domainShape.test(domain), 'Write a domain a line, such as mailinator.com.'),
)

export const rulesShape = v.strictObject({ ...figuresOf(), disposable: domains }, incomplete)

type Figure = ReturnType<typeof figure>
function figuresOf(): Record<ThresholdName, Figure> {
  return Object.fromEntries(thresholdNames.map((name) => [name, figure(name)])) as Record<ThresholdName, Figure> // a figure each
}
