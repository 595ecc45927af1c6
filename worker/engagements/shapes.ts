import * as v from 'valibot'
import { currencyCodes } from '../../schema/currency.ts'
import { boxShape, wordsShape } from '../agreements/shapes-fields.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape, optionalLine, versionShape } from '../form-shapes.ts'

const optionalId = v.optional(v.union([v.literal(''), idShape()], incomplete), '')

const workFields = {
  name: lineShape('Say what the work is.', 120),
  dealId: optionalId,
  sponsorContact: optionalId,
}

export const newEngagementShape = v.strictObject({ act: actShape, prospectId: idShape(), ...workFields }, incomplete)
export type NewEngagement = v.InferOutput<typeof newEngagementShape>

export const changedEngagementShape = v.strictObject({ ...workFields, version: versionShape }, incomplete)
export type ChangedEngagement = v.InferOutput<typeof changedEngagementShape>

export const newCriterionShape = v.strictObject(
  {
    act: actShape,
    statement: lineShape('Say what success is.', 300),
    measure: lineShape('Say what is measured, and where the figure comes from.', 300),
    target: lineShape('Say which figure is a success.', 120),
    dueOn: dayShape('Give the day by which it is told.'),
  },
  incomplete,
)
export type NewCriterion = v.InferOutput<typeof newCriterionShape>

/** `open`: only what came out is written down, and the customer says on its own page whether it agrees. */
const criterionOutcomes = ['open', 'met', 'missed'] as const

export const resultShape = v.strictObject(
  {
    outcome: v.picklist(criterionOutcomes, 'Choose what became of it.'),
    result: optionalLine(500),
    acceptedBy: optionalLine(100),
    decidedOn: dayShape('Give the day.'),
  },
  incomplete,
)
export type CriterionResult = v.InferOutput<typeof resultShape>

/** The customer's own yes, on its page: to the result that it was shown. */
export const agreedResultShape = v.strictObject(
  { textHash: hashShape, name: lineShape('Give your name.', 100), agreed: boxShape },
  incomplete,
)
export type AgreedResult = v.InferOutput<typeof agreedResultShape>

export const kickoffShape = v.strictObject({ kickoffOn: dayShape('Give the day of the kickoff.'), version: versionShape }, incomplete)
export const closureShape = v.strictObject(
  { closedOn: dayShape('Give the day on which the work ended.'), version: versionShape },
  incomplete,
)

export const newOfferShape = v.strictObject(
  {
    act: actShape,
    covers: lineShape('Say what the warranty covers.', 300),
    offeredOn: dayShape('Give the day on which it was offered.'),
  },
  incomplete,
)
export type NewOffer = v.InferOutput<typeof newOfferShape>

/** Taken, it is a deal: one that is open already, or a new one with its name and price. */
export const offerAnswerShape = v.pipe(
  v.strictObject(
    {
      answer: v.picklist(['taken', 'declined'], 'Choose what it answered.'),
      answeredOn: dayShape('Give the day of the answer.'),
      dealId: optionalId,
      dealName: optionalLine(120),
      amount: v.optional(v.string(), ''),
      currency: v.optional(v.picklist(currencyCodes, 'Choose a currency from the list.'), 'eur'),
    },
    incomplete,
  ),
  reading(({ amount, ...typed }, issue) => {
    const opens = typed.answer === 'taken' && !typed.dealId
    if (opens && !typed.dealName) issue('Name the warranty deal that begins, or choose one that is open already.', 'dealName')
    const amountMinor = opens ? amountIn({ name: 'amount', text: amount }, typed.currency, issue) : 0
    return { ...typed, amountMinor }
  }),
)
export type OfferAnswer = v.InferOutput<typeof offerAnswerShape>

const askAnswers = ['yes', 'maybe', 'no'] as const

export const kickoffAskShape = v.strictObject(
  {
    act: actShape,
    contactId: v.pipe(v.string('Choose whom you asked.'), v.nonEmpty('Choose whom you asked.'), v.regex(/^[\w-]{1,80}$/, incomplete)),
    answer: v.picklist(askAnswers, 'Choose what was answered.'),
    askedOn: dayShape('Give the day on which you asked.'),
  },
  incomplete,
)
export type NewKickoffAsk = v.InferOutput<typeof kickoffAskShape>

export const sentInvitationShape = v.strictObject({ text: wordsShape('Write what the mail says.', 3_000) }, incomplete)

export const goodwillShape = v.strictObject(
  {
    act: actShape,
    whatWeDid: lineShape('Say what we did.', 500),
    thankedBy: optionalLine(100),
    happenedOn: dayShape('Give the day on which it was.'),
  },
  incomplete,
)
export type NewGoodwill = v.InferOutput<typeof goodwillShape>
