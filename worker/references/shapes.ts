import * as v from 'valibot'
import { activityKinds } from '../../schema/agreements.ts'
import { currencyCodes } from '../../schema/currency.ts'
import { companySizes } from '../../schema/customers.ts'
import { contactSides } from '../../schema/prospects.ts'
import { capGroups, industries, ndaKinds } from '../../schema/references.ts'
import { outcomes, perkKinds, requestActivities } from '../../schema/requests.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape, isDay } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape } from '../form-shapes.ts'

const note = v.pipe(v.optional(v.string(), ''), v.maxLength(500, 'That is longer than 500 characters. Please shorten it.'))

const optionalDay = v.pipe(
  v.optional(v.string(), ''),
  v.check((text) => text === '' || isDay(text), 'Give the day like 2026-11-03.'),
  v.transform((text) => text || null),
)
/** `2026-11-03T14:00` as a moment in UTC. */
const moment = v.pipe(
  v.string('Give a day and a time.'),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Give day and time like 2026-11-03T14:00.'),
  v.check((text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(`${text}:00Z`)), 'There is no such time.'),
  v.transform((text) => new Date(`${text}:00Z`)),
)
const whole = (min: number, max: number, sentence: string) =>
  v.pipe(v.string(sentence), v.regex(/^\d{1,6}$/, sentence), v.transform(Number), v.minValue(min, sentence), v.maxValue(max, sentence))
const optionalOf = <const Options extends readonly string[]>(options: Options, sentence: string) =>
  v.pipe(
    v.optional(v.union([v.literal(''), v.picklist(options)], sentence), ''),
    v.transform((text) => text || null),
  )

export const newNdaShape = v.strictObject(
  {
    act: actShape,
    kind: v.picklist(ndaKinds, 'Choose whether it binds the prospect alone or both sides.'),
    signer: idShape('Choose who signs.'),
    endsOn: dayShape(),
  },
  incomplete,
)
export type NewNda = v.InferOutput<typeof newNdaShape>
export const signatureShape = v.strictObject({ name: lineShape('Type your name to sign.', 100), hash: hashShape }, incomplete)
export const reasonShape = v.strictObject({ reason: lineShape('Say why, in a sentence.', 300) }, incomplete)

export const profileShape = v.strictObject(
  {
    customer: idShape('Choose a customer.'),
    industry: v.picklist(industries, 'Choose an industry.'),
    size: v.picklist(companySizes, 'Choose a size.'),
    usedFor: v.pipe(lineShape('Say what it uses us for.', 60), v.toLowerCase()),
    restDays: whole(0, 730, 'Give a number of days from 0 to 730.'),
  },
  incomplete,
)
export type ProfileForm = v.InferOutput<typeof profileShape>
export const readinessShape = v.strictObject(
  { trainedOn: optionalDay, lastCheckinOn: optionalDay, openIssues: whole(0, 1000, 'Give the number of open matters, 0 for none.') },
  incomplete,
)
export type ReadinessForm = v.InferOutput<typeof readinessShape>
export const rivalShape = v.strictObject(
  {
    rival: lineShape('Give the company’s name.', 120),
    domain: v.pipe(v.string('Give the company’s domain.'), v.maxLength(253, 'A domain has 253 characters at most.')),
  },
  incomplete,
)
export const capShape = v.strictObject(
  {
    who: v.pipe(v.optional(v.string(), ''), v.regex(/^[\w-]{0,80}$/, 'Choose the company or one of its people.')),
    group: v.picklist(capGroups, 'Choose what is counted.'),
    count: whole(0, 1000, 'Give how many, from 0.'),
    days: whole(1, 3650, 'Give a number of days from 1 to 3650.'),
  },
  incomplete,
)
export type CapForm = v.InferOutput<typeof capShape>
export const capEndShape = v.strictObject({ cap: idShape(incomplete) }, incomplete)

const wish = {
  activity: v.picklist(requestActivities, 'Choose what it shall be.'),
  side: optionalOf(contactSides, 'Choose a side, or leave it open.'),
  topics: v.pipe(
    v.string('Say what you want to ask about.'),
    v.nonEmpty('Say what you want to ask about.'),
    v.maxLength(500, 'That is longer than 500 characters. Please shorten it.'),
    v.transform((text) =>
      text
        .split(/\r?\n/)
        .map((each) => each.trim())
        .filter(Boolean),
    ),
    v.maxLength(10, 'Give ten lines at most.'),
  ),
  wantedBy: optionalDay,
}
/** By sales, for a prospect. */
export const newRequestShape = v.strictObject(
  {
    act: actShape,
    prospect: idShape('Choose a prospect.'),
    guest: idShape('Choose who will talk.'),
    ...wish,
    industry: optionalOf(industries, 'Choose an industry, or leave it open.'),
    size: optionalOf(companySizes, 'Choose a size, or leave it open.'),
  },
  incomplete,
)
export type NewRequest = v.InferOutput<typeof newRequestShape>
/** By the prospect itself, of one it chose without knowing its name. */
export const ownRequestShape = v.strictObject(
  { act: actShape, match: v.pipe(v.string(incomplete), v.regex(/^[0-9a-f]{24}$/, incomplete)), ...wish },
  incomplete,
)
export type OwnRequest = v.InferOutput<typeof ownRequestShape>

export const proposalShape = v.strictObject(
  {
    customer: idShape('Choose a customer.'),
    contact: idShape('Choose whom to ask.'),
    slot1: moment,
    slot2: moment,
    slot3: moment,
    as: v.picklist(['owed', 'favour'], 'Say whether it fills the agreement or is a favour.'),
  },
  incomplete,
)
export type ProposalForm = v.InferOutput<typeof proposalShape>
export const answerShape = v.strictObject(
  { slot: v.picklist(['1', '2', '3', 'none'], 'Choose one of the three times, or say no.') },
  incomplete,
)
const minutes = v.pipe(
  v.optional(v.string(), ''),
  v.regex(/^\d{0,4}$/, 'Give the minutes as a whole number.'),
  v.transform((text) => (text === '' ? null : Number(text))),
)
export const outcomeShape = v.strictObject({ says: v.picklist(outcomes, 'Say whether it took place.'), minutes, note }, incomplete)
export type OutcomeForm = v.InferOutput<typeof outcomeShape>

export const newActivityShape = v.strictObject(
  {
    act: actShape,
    kind: v.picklist(
      activityKinds.filter((kind) => !requestActivities.some((each) => each === kind)),
      'Choose what it is. Calls and visits begin with a request.',
    ),
    title: lineShape('Give it a title.', 120),
    on: dayShape(),
    as: v.picklist(['owed', 'favour'], 'Say whether it fills the agreement or is a favour.'),
  },
  incomplete,
)
export type NewActivity = v.InferOutput<typeof newActivityShape>
export const heldShape = v.strictObject({ happened: v.picklist(['held', 'cancelled'], 'Say whether it took place.'), minutes }, incomplete)

export const newPerkShape = v.pipe(
  v.strictObject(
    {
      kindOfPerk: v.picklist(perkKinds, 'Choose what kind it is.'),
      thing: lineShape('Say what it is.', 120),
      gift: v.picklist(['yes', 'no'], 'Say whether it is a gift.'),
    },
    incomplete,
  ),
  v.transform(({ kindOfPerk, thing, gift }) => ({ kind: kindOfPerk, what: thing, isGift: gift === 'yes' })),
)
export type NewPerk = v.InferOutput<typeof newPerkShape>
export const deliveryShape = v.pipe(
  v.strictObject(
    {
      perk: idShape('Choose what was delivered.'),
      on: dayShape(),
      cost: v.optional(v.string(), ''),
      currency: v.picklist(currencyCodes, 'Choose a currency from the list.'),
    },
    incomplete,
  ),
  reading(({ perk, on, cost, currency }, issue) => ({
    perk,
    on,
    ...(cost === ''
      ? { costMinor: null, currency: null }
      : { costMinor: amountIn({ name: 'cost', text: cost }, currency, issue), currency }),
  })),
)

export const inviteShape = v.strictObject({ guest: idShape('Choose who gets the link.') }, incomplete)
