import * as v from 'valibot'
import { activityKinds, agreementKinds, benefitKinds } from '../../schema/agreements.ts'
import { currencyCodes } from '../../schema/currency.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape } from '../form-shapes.ts'
import { boxShape, percentShape, reasonShape, wholeShape, wordsShape } from './shapes-fields.ts'

const dates = { startsOn: dayShape('Give its first day.'), endsOn: dayShape('Give its last day.') }

/** The last day is not before the first. */
export const inOrder = <Typed extends { startsOn: string; endsOn: string }>() =>
  reading<Typed, Typed>((typed, issue) => {
    if (typed.startsOn > typed.endsOn) issue('It ends before it begins. Give a later last day.', 'endsOn')
    return typed
  })

export const newAgreementShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      prospectId: idShape(),
      kind: v.picklist(agreementKinds, 'Choose what kind of agreement it is.'),
      preamble: wordsShape('Give the words of the agreement.'),
      ...dates,
      noticeDays: wholeShape('Give the notice in days.', 0, 365),
    },
    incomplete,
  ),
  inOrder(),
)
export type NewAgreement = v.InferOutput<typeof newAgreementShape>

export const wordingShape = v.pipe(
  v.strictObject(
    { preamble: wordsShape('Give the words of the agreement.'), ...dates, noticeDays: wholeShape('Give the notice in days.', 0, 365) },
    incomplete,
  ),
  inOrder(),
)
export type Wording = v.InferOutput<typeof wordingShape>

export const newObligationShape = v.strictObject(
  {
    act: actShape,
    activity: v.picklist(activityKinds, 'Choose an activity.'),
    promised: wholeShape('Give a whole number of at least 1.', 1, 1_000),
    dueOn: dayShape('Give the day until which it is due.'),
  },
  incomplete,
)
export type NewObligation = v.InferOutput<typeof newObligationShape>

export const newBenefitShape = v.strictObject(
  { act: actShape, benefit: v.picklist(benefitKinds, 'Choose what it is.'), benefitText: lineShape('Say what the customer gets.', 300) },
  incomplete,
)
export type NewBenefit = v.InferOutput<typeof newBenefitShape>

export const newDiscountShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      list: v.string('Give the price before the discount.'),
      currency: v.picklist(currencyCodes, 'Choose a currency from the list.'),
      percent: percentShape('Give the discount in per cent.'),
      referredId: v.optional(
        v.pipe(v.string(), v.regex(/^(pro_[\w-]{1,60})?$/, 'An id of a customer begins with pro_. Leave it empty for none.')),
        '',
      ),
    },
    incomplete,
  ),
  reading(({ list, percent, referredId, ...typed }, issue) => {
    const listMinor = amountIn({ name: 'list', text: list }, typed.currency, issue)
    if (listMinor > 100_000_000_000) issue('That is more than one agreement carries. Please check the amount.', 'list')
    return { ...typed, listMinor, percentBps: percent, referredId: referredId || null }
  }),
)
export type NewDiscount = v.InferOutput<typeof newDiscountShape>

export const secondShape = v.strictObject({ secondReason: reasonShape.entries.reason }, incomplete)
export const shownTextShape = v.strictObject({ textHash: hashShape }, incomplete)

/** The customer's own signature: the typed name, and the text it saw. */
export const acceptanceShape = v.strictObject(
  { textHash: hashShape, name: lineShape('Type your name to sign.', 100), agreed: boxShape },
  incomplete,
)

/** The customer's own yes to what a period of a performance deal came to; its figures never change. */
export const resultShape = v.strictObject({ name: lineShape('Give your name.', 100), agreed: boxShape }, incomplete)

export const askedShape = v.strictObject(
  {
    act: actShape,
    askedBy: lineShape('Say who of the customer asked.', 100),
    askedOn: dayShape('Give the day.'),
    askedPercent: v.union(
      [
        v.pipe(
          v.literal(''),
          v.transform(() => null),
        ),
        percentShape('Give a share like 30.'),
      ],
      'Give a share like 30 or 12.5, or nothing.',
    ),
  },
  incomplete,
)
export type Asked = v.InferOutput<typeof askedShape>

export const cancellationShape = v.strictObject(
  { act: actShape, n: wholeShape('Give a whole number of at least 1.', 1, 1_000), ...reasonShape.entries },
  incomplete,
)
export const personShape = v.strictObject(
  {
    act: actShape,
    name: lineShape('Give the person’s name.', 100),
    email: v.pipe(
      v.string('Give the address.'),
      v.toLowerCase(),
      v.email('Write the address like name@company.example.'),
      v.maxLength(200, 'That address is too long.'),
    ),
  },
  incomplete,
)
export type Person = v.InferOutput<typeof personShape>
