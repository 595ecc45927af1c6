import * as v from 'valibot'
import { currencyCodes } from '../../schema/currency.ts'
import { amountIn, type Issue, reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, idShape, incomplete, lineShape, optionalLine } from '../form-shapes.ts'
import { minutesIn } from './read-details.ts'

const currency = v.picklist(currencyCodes, incomplete)
const hours = v.string('Give hours above 0, like 40 or 7.5.')

function hoursIn(text: string, name: string, issue: Issue): number {
  const minutes = minutesIn(text)
  if (!minutes) issue('Give hours above 0, like 40 or 7.5; quarters of an hour at least.', name)
  return minutes ?? 0
}

export const measurementShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      currency,
      starts_on: dayShape('Say when the period began.'),
      ends_on: dayShape('Say when the period ended.'),
      value: lineShape('Say what was measured.', 120),
      amount: v.string('Give the amount; 0 when nothing is owed.'),
    },
    incomplete,
  ),
  reading(({ act, currency: code, starts_on: startsOn, ends_on: endsOn, value, amount }, issue) => {
    if (endsOn < startsOn) issue('A period ends after it began.', 'ends_on')
    return {
      act,
      currency: code,
      startsOn,
      endsOn,
      value,
      amountMinor: amountIn({ name: 'amount', text: amount, allowZero: true }, code, issue),
    }
  }),
)

export const acceptShape = v.strictObject({ accepted: idShape() }, incomplete)

export const disputeShape = v.strictObject(
  {
    measurement: idShape('Choose the measurement.'),
    dispute_reason: lineShape('Say what is not right.', 300),
  },
  incomplete,
)

const chosen = (sentence: string) => v.pipe(v.string(sentence), v.regex(/^[\w-]{1,120}$/, sentence))

export const settlementShape = v.strictObject(
  { settles: chosen('Choose the measurement.'), paid_by: chosen('Choose the payment.') },
  incomplete,
)

export const drawShape = v.pipe(
  v.strictObject(
    { act: actShape, drawn: hours, drawn_on: dayShape('Say when they were worked.'), draw_note: lineShape('Say what they were for.', 300) },
    incomplete,
  ),
  reading(({ act, drawn, drawn_on: happenedOn, draw_note: note }, issue) => ({
    act,
    happenedOn,
    note,
    minutes: hoursIn(drawn, 'drawn', issue),
  })),
)

export const topUpShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      topped_up: hours,
      top_up_payment: chosen('Choose the payment that bought them.'),
      top_up_note: optionalLine(300),
      top_up_until: v.optional(v.union([v.literal(''), dayShape(incomplete)], 'Give a day like 2026-11-03, or leave it empty.'), ''),
    },
    incomplete,
  ),
  reading(({ act, topped_up: bought, top_up_payment: paymentId, top_up_note: note, top_up_until: until }, issue) => ({
    act,
    paymentId,
    note,
    expiresOn: until || null,
    minutes: hoursIn(bought, 'topped_up', issue),
  })),
)

export const changeShape = v.pipe(
  v.strictObject(
    { act: actShape, currency, change_text: lineShape('Say what is to be done.', 300), change_amount: v.string('Give an amount.') },
    incomplete,
  ),
  reading(({ act, currency: code, change_text: text, change_amount: amount }, issue) => ({
    act,
    currency: code,
    text,
    amountMinor: amountIn({ name: 'change_amount', text: amount }, code, issue),
  })),
)

export const changeApprovalShape = v.strictObject(
  {
    change: chosen('Choose the change.'),
    approved_by: lineShape('Say who of the customer said yes.', 100),
    approved_on: dayShape('Say when.'),
  },
  incomplete,
)

export const changeRefusalShape = v.strictObject({ refused: idShape() }, incomplete)
export const changePaymentShape = v.strictObject(
  { paid_change: chosen('Choose the change.'), change_payment: chosen('Choose the payment.') },
  incomplete,
)
export const valueNoteShape = v.strictObject({ value_note: lineShape('Say what the customer had of the period.', 300) }, incomplete)
