import * as v from 'valibot'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete } from '../form-shapes.ts'

const reason = v.pipe(
  v.string('Please say why.'),
  v.minLength(3, 'Please say why, in a few words.'),
  v.maxLength(300, 'Please say it in 300 characters.'),
)

export const prepareShape = v.strictObject({ act: actShape }, incomplete)
export const reasonShape = v.strictObject({ reason }, incomplete)
export const exclusionShape = v.strictObject({ partnerId: idShape(), reason }, incomplete)
export const rebuildShape = v.strictObject({ partnerId: v.optional(idShape()) }, incomplete)
export const approvalShape = v.strictObject({ fingerprint: hashShape }, incomplete)
export const decisionShape = v.variant(
  'outcome',
  [
    v.strictObject(
      { outcome: v.literal('paid'), transfer: v.pipe(v.string(incomplete), v.regex(/^tr_\w{1,80}$/, incomplete)), reason },
      incomplete,
    ),
    v.strictObject({ outcome: v.literal('released'), transfer: v.optional(v.never(incomplete)), reason }, incomplete),
  ],
  incomplete,
)
export const scopeShape = v.strictObject({ scope: v.pipe(v.string(incomplete), v.regex(/^[\w:-]{1,120}$/, incomplete)) }, incomplete)
export const restoreShape = v.strictObject(
  {
    day: dayShape('Please give the day.'),
    time: v.pipe(v.string('Please give the time.'), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time like 09:30, in UTC.')),
  },
  incomplete,
)
/** A digest of what the page showed. */
export const shownShape = v.strictObject({ shown: hashShape }, incomplete)
