import * as v from 'valibot'
import { giftPolicies, motions, referencePolicies, restitutionKinds } from '../../schema/customers.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, incomplete, lineShape, versionShape } from '../form-shapes.ts'

const tooLong = 'That is longer than 500 characters. Please shorten it.'
const sentence = (missing: string) => v.pipe(v.string(missing), v.minLength(3, missing), v.maxLength(500, tooLong))
const note = v.optional(v.pipe(v.string(), v.maxLength(500, tooLong)), '')
const ticked = v.optional(v.picklist(['', 'yes'], incomplete), '')

export const newCustomerShape = v.strictObject(
  {
    act: actShape,
    company: lineShape('Give the company’s name.', 120),
    domain: v.optional(v.pipe(v.string(), v.maxLength(253, 'A domain has 253 characters at most.')), ''),
    customer_since: dayShape(),
  },
  incomplete,
)
export type NewCustomer = v.InferOutput<typeof newCustomerShape>

/** Category, standing and level follow from what happened: none of them has a field (CAT1). */
export const profileShape = v.strictObject(
  {
    motion: v.optional(v.picklist(['', ...motions], 'It came for a project or for support.'), ''),
    public_company: ticked,
    first_enterprise: ticked,
    gift_policy: v.picklist(giftPolicies, 'Choose what it says about gifts.'),
    gift_note: note,
    reference_policy: v.picklist(referencePolicies, 'Choose what it says about references.'),
    version: versionShape,
  },
  incomplete,
)
export type ProfileForm = v.InferOutput<typeof profileShape>

export const lapseShape = v.strictObject({ lapse_reason: sentence('Say why it no longer buys.'), version: versionShape }, incomplete)
export type LapseForm = v.InferOutput<typeof lapseShape>

export const returnShape = v.strictObject({ no_grievance: note, version: versionShape }, incomplete)
export type ReturnForm = v.InferOutput<typeof returnShape>

export const grievanceShape = v.strictObject(
  {
    act: actShape,
    about: sentence('Say what went wrong, in words that the customer may read.'),
    cause: sentence('Say why it went wrong. Only staff read it.'),
    owner: v.pipe(v.string('Choose who sees it through.'), v.regex(/^stf_[\w-]{1,80}$/, 'Choose who sees it through.')),
  },
  incomplete,
)
export type NewGrievance = v.InferOutput<typeof grievanceShape>

export const offerShape = v.strictObject(
  {
    restitution_kind: v.picklist(restitutionKinds, 'Choose how it is made good: never by a payout.'),
    restitution: sentence('Say what is offered.'),
    offered_on: dayShape(),
  },
  incomplete,
)
export type OfferForm = v.InferOutput<typeof offerShape>

export const settlementShape = v.strictObject(
  { outcome: v.picklist(['settled', 'refused'], 'Say whether the customer accepted.'), settled_on: dayShape() },
  incomplete,
)
export type SettlementForm = v.InferOutput<typeof settlementShape>
