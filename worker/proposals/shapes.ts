import * as v from 'valibot'
import { activityKinds, benefitKinds } from '../../schema/agreements.ts'
import { currencyCodes } from '../../schema/currency.ts'
import { grantKinds } from '../../schema/grants.ts'
import { categories, type WorryAnswer, worryAnswers, worryKinds } from '../../schema/proposals.ts'
import { boxShape, optionalWords, percentShape, reasonShape, wholeShape, wordsShape } from '../agreements/shapes-fields.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape } from '../form-shapes.ts'
import { askingColumns } from './rules.ts'

const nothingOff = v.pipe(
  v.literal(''),
  v.transform(() => 0),
)
/** `12.5`, or nothing. */
const cutShape = v.optional(v.union([nothingOff, percentShape('Give a share like 10.')], 'Give a share like 10 or 12.5, or nothing.'), '')

const priceEntries = {
  name: lineShape('Say what is proposed, in a few words.', 120),
  list: v.string('Give the list price.'),
  currency: v.picklist(currencyCodes, 'Choose a currency from the list.'),
  reference: cutShape,
  sponsor: cutShape,
  partner: boxShape,
}
type TypedPrice = { list: string; currency: (typeof currencyCodes)[number]; reference: number; sponsor: number; partner: string }

const readingPrice = <Typed extends TypedPrice>() =>
  reading(({ list, reference, sponsor, partner, ...typed }: Typed, issue) => {
    const listMinor = amountIn({ name: 'list', text: list }, typed.currency, issue)
    if (listMinor > 100_000_000_000) issue('That is more than one proposal carries. Please check the amount.', 'list')
    if (sponsor < reference) issue('A sponsor’s discount is not below a reference’s.', 'sponsor')
    return { ...typed, listMinor, referenceBps: reference, sponsorBps: sponsor, partner: partner === 'yes' }
  })

export const priceShape = v.pipe(v.strictObject(priceEntries, incomplete), readingPrice())
export type ProposedPrice = v.InferOutput<typeof priceShape>

export const newProposalShape = v.pipe(
  v.strictObject({ act: actShape, prospectId: idShape(), ...priceEntries }, incomplete),
  readingPrice(),
)
export type NewProposal = v.InferOutput<typeof newProposalShape>

const columnShape = v.picklist(askingColumns, 'Choose a column.')

export const dutyLineShape = v.strictObject(
  {
    act: actShape,
    category: columnShape,
    activity: v.picklist(activityKinds, 'Choose an activity.'),
    promised: wholeShape('Give a whole number of at least 1.', 1, 1_000),
    dueOn: dayShape('Give the day until which it is due.'),
  },
  incomplete,
)
export const grantLineShape = v.strictObject(
  { act: actShape, category: columnShape, grant: v.picklist(grantKinds, 'Choose a permission.') },
  incomplete,
)
export const benefitLineShape = v.strictObject(
  {
    act: actShape,
    category: columnShape,
    benefit: v.picklist(benefitKinds, 'Choose what it is.'),
    benefitText: lineShape('Say what the customer gets.', 300),
  },
  incomplete,
)
export type NewLine = v.InferOutput<typeof dutyLineShape> | v.InferOutput<typeof grantLineShape> | v.InferOutput<typeof benefitLineShape>

export const worryShape = v.strictObject(
  {
    worry: v.picklist(worryKinds, 'A worry is about quality, satisfaction or cost: there is no fourth.'),
    words: wordsShape('Write it down in the prospect’s own words.', 1_000),
  },
  incomplete,
)

const boxes = Object.fromEntries(worryAnswers.map((each) => [each, boxShape])) as Record<WorryAnswer, typeof boxShape> // its keys are the list's own
export const answerShape = v.pipe(
  v.strictObject({ ...boxes, cannot: optionalWords(1_000) }, incomplete),
  reading(({ cannot, ...boxed }, issue) => {
    const answeredBy = worryAnswers.filter((each) => boxed[each] === 'yes')
    if (answeredBy.length === 0 && !cannot) issue('Choose what answers it, or write that we cannot and why.', 'cannot')
    return { answeredBy, cannot: cannot || null }
  }),
)
export type Answer = v.InferOutput<typeof answerShape>

export const secondAgreedShape = v.strictObject({ secondReason: reasonShape.entries.reason }, incomplete)
export const bothShape = v.strictObject({ bothReason: reasonShape.entries.reason }, incomplete)
export const sendingShape = v.strictObject({ reader: v.pipe(idShape(), v.startsWith('con_', 'Choose who reads it.')) }, incomplete)

/** The prospect's own answer: one column, the typed name, and the text it read. */
export const choiceShape = v.strictObject(
  {
    hash: hashShape,
    name: lineShape('Type your name.', 100),
    column: v.picklist(categories, 'Choose one of the columns.'),
  },
  incomplete,
)
export type Choice = v.InferOutput<typeof choiceShape>

export const declineShape = v.strictObject(
  { hash: hashShape, declinedName: lineShape('Type your name.', 100), because: optionalWords(500) },
  incomplete,
)
