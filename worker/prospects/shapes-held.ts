import * as v from 'valibot'
import { incomplete, lineShape } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'

/** What a person may put right about itself and its company. */
export const correctionShape = v.strictObject(
  {
    name: lineShape('Give a name.', 100),
    email: emailShape,
    title: v.optional(v.union([v.literal(''), lineShape('Give a title, or leave it empty.', 100)]), ''),
    company: lineShape('Give the company’s name.', 120),
  },
  incomplete,
)
export type Correction = v.InferOutput<typeof correctionShape>

export const objectionShape = v.strictObject(
  { partner: v.pipe(v.string(incomplete), v.regex(/^par_[a-z0-9]{1,40}$/, incomplete)) },
  incomplete,
)

export const lostLinkShape = v.strictObject({ email: emailShape }, incomplete)

/** Sent by the page that says what will go, and by nothing that merely opens addresses. */
export const erasureShape = v.strictObject({ sure: v.literal('yes', incomplete) }, incomplete)
