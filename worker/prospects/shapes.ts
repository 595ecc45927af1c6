import * as v from 'valibot'
import { actShape, incomplete, lineShape } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'
import { referralName } from '../tracking/names.ts'

export const text = (missing: string) =>
  v.pipe(v.string(missing), v.nonEmpty(missing), v.maxLength(2_000, 'That is longer than 2,000 characters. Please shorten it.'))

/** What Stripe calls a customer, in either of its two forms. */
export const stripeCustomerForm = /^(cus|acct)_\w{1,200}$/

const introduced = {
  act: actShape,
  company: lineShape('Give the company’s name.', 120),
  contactName: lineShape('Give a name.', 100),
  email: emailShape,
  need: text('Say in a sentence what is needed.'),
}

/** A promotion code or a partner's own, as somebody typed it; an unknown one is told where it is looked up. */
const typedCode = v.optional(
  v.union([
    v.literal(''),
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{2,64}$/, 'A code has letters, digits and dashes. Leave it empty if you have none.')),
  ]),
  '',
)
/** Of a decline that was said on the page before. */
const declineId = v.optional(v.pipe(v.string(), v.regex(/^(dcl_[a-z0-9]{1,40})?$/, incomplete)), '')

/** The form of the introduction page. `website` is a trap: people do not see it, programs fill it in. */
export const selfIntroductionShape = v.strictObject(
  { ...introduced, code: typedCode, without: declineId, website: v.optional(v.string(), ''), [referralName]: v.optional(v.string(), '') },
  incomplete,
)
export type SelfIntroduction = v.InferOutput<typeof selfIntroductionShape>

/** What a decline carries: the click id of the page it was said on. */
export const declineShape = v.strictObject({ [referralName]: v.optional(v.string(), '') }, incomplete)

export const introductionShape = v.strictObject(
  {
    ...introduced,
    domain: v.pipe(
      v.string('Give the company’s domain.'),
      v.nonEmpty('Give the company’s domain.'),
      v.maxLength(253, 'A domain has 253 characters at most.'),
    ),
    agreed: v.literal('yes', 'Ask the person first, then tick that they agreed.'),
  },
  incomplete,
)
export type NewIntroduction = v.InferOutput<typeof introductionShape>
