import * as v from 'valibot'
import { memberRoles } from '../../schema/people.ts'
import { incomplete, nameShape } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'

const id = (prefix: string) => v.pipe(v.string(incomplete), v.regex(new RegExp(`^${prefix}_[\\w-]{1,60}$`), incomplete))
const actShape = id('act')

export const countryShape = v.pipe(v.string('Choose a country.'), v.toUpperCase(), v.regex(/^[A-Z]{2}$/, 'Choose a country.'))

export const inviteShape = v.strictObject(
  {
    act: actShape,
    name: nameShape('Give the partner’s name.'),
    country: countryShape,
    groupId: v.pipe(v.string('Choose a group.'), v.nonEmpty('Choose a group.'), v.maxLength(64, 'Choose a group.')),
    domain: v.optional(v.pipe(v.string(), v.maxLength(253, 'A domain has 253 characters at most.')), ''),
    prospectId: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^(pro_[\w-]{1,60})?$/, 'That is no customer: its id begins with pro_ and stands on its page. Leave it empty for none.'),
      ),
      '',
    ),
    ownerName: nameShape('Give the owner’s name.'),
    ownerEmail: emailShape,
  },
  incomplete,
)
export type Invitation = v.InferOutput<typeof inviteShape>

export const reasonShape = v.strictObject(
  {
    reason: v.pipe(
      v.string('Say why, in a sentence the partner may read.'),
      v.trim(),
      v.minLength(3, 'Say why, in a sentence the partner may read.'),
      v.maxLength(300, 'A reason has 300 characters at most.'),
    ),
  },
  incomplete,
)

export const groupShape = v.strictObject({ groupId: v.pipe(v.string('Choose a group.'), v.nonEmpty('Choose a group.')) }, incomplete)

export const acceptanceShape = v.strictObject(
  {
    terms: v.pipe(v.string(incomplete), v.maxLength(64, incomplete)),
    central: v.optional(v.pipe(v.string(), v.picklist(['yes', 'no'], 'Say yes or no: is what we sell central to your business?')), ''),
    agreed: v.optional(v.pipe(v.string(), v.literal('yes', 'Tick the box to accept.')), ''),
  },
  incomplete,
)

export const newMemberShape = v.strictObject(
  {
    act: actShape,
    name: nameShape('Give a name.'),
    email: emailShape,
    role: v.picklist(memberRoles, 'Choose what this person may do.'),
  },
  incomplete,
)
export type NewMember = v.InferOutput<typeof newMemberShape>

export const accountShape = v.strictObject(
  {
    /** The version of the destination that the page showed, 0 for none: a form sent twice opens one account. */
    seen: v.pipe(v.string(incomplete), v.regex(/^\d{1,6}$/, incomplete), v.transform(Number)),
    country: countryShape,
    entityType: v.picklist(['company', 'individual'], 'Choose who is paid: a company or a person.'),
  },
  incomplete,
)
