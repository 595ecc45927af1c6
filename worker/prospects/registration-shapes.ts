import * as v from 'valibot'
import { knownRoles, othersInvolved, refusalReasons, workStages } from '../../schema/registrations.ts'
import { actShape, incomplete, lineShape, optionalLine, versionShape } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'
import { mostProtectionDays } from './rules-registration.ts'
import { text } from './shapes.ts'

const domain = v.pipe(
  v.string('Give the company’s domain.'),
  v.nonEmpty('Give the company’s domain.'),
  v.maxLength(253, 'A domain has 253 characters at most.'),
)

const confidences = ['known', 'guess'] as const
const optionalEmail = v.optional(v.union([v.literal(''), emailShape], 'That is no mail address; it looks like name@company.example.'), '')
const further = {
  name: optionalLine(100),
  email: optionalEmail,
  title: optionalLine(100),
  role: v.optional(v.picklist([...knownRoles, ''], 'Choose a role from the list.'), ''),
  confidence: v.optional(v.picklist([...confidences, ''], 'Say whether you know it or guess it.'), ''),
}

/** What a partner tells about a company that it works with. Up to three people beside its contact: `name2`, `role2`, … */
export const registrationShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      company: lineShape('Give the company’s name.', 120),
      domain,
      contactName: lineShape('Give a name.', 100),
      email: emailShape,
      title: optionalLine(100),
      role: v.picklist(knownRoles, 'Say what this person decides, or that you do not know.'),
      confidence: v.picklist(confidences, 'Say whether you know it or guess it.'),
      need: text('Say in a sentence what they need.'),
      others: v.picklist(othersInvolved, 'Say who else is involved, or that you do not know.'),
      name2: further.name,
      email2: further.email,
      title2: further.title,
      role2: further.role,
      confidence2: further.confidence,
      name3: further.name,
      email3: further.email,
      title3: further.title,
      role3: further.role,
      confidence3: further.confidence,
      name4: further.name,
      email4: further.email,
      title4: further.title,
      role4: further.role,
      confidence4: further.confidence,
      workStage: v.picklist(workStages, 'Say how far your own work has come.'),
      nextStep: lineShape('Say what you do next, and when.', 200),
      scope: lineShape('Say which part of the company it is about, or that it is the whole.', 200),
    },
    incomplete,
  ),
  v.forward(
    v.check(
      ({ others, name2, name3, name4 }) => others !== 'named' || `${name2}${name3}${name4}` !== '',
      'Name at least one of them here.',
    ),
    ['name2'],
  ),
  v.forward(
    v.check(
      ({ others, name2, name3, name4 }) => others === 'named' || `${name2}${name3}${name4}` === '',
      'You named somebody below. Choose “I name them below”, or leave those fields empty.',
    ),
    ['others'],
  ),
)
export type NewRegistration = v.InferOutput<typeof registrationShape>

export const companyCheckShape = v.strictObject({ domain, company: optionalLine(120) }, incomplete)
export type CompanyCheck = v.InferOutput<typeof companyCheckShape>

const sentence = (missing: string) =>
  v.pipe(v.string(missing), v.minLength(3, missing), v.maxLength(1_000, 'That is longer than 1,000 characters. Please shorten it.'))
const optionalText = v.optional(v.pipe(v.string(), v.maxLength(1_000, 'That is longer than 1,000 characters. Please shorten it.')), '')
const days = v.pipe(
  v.string('Give a number of days.'),
  v.regex(/^\d{1,3}$/, `Give a whole number of days, 1 to ${mostProtectionDays}.`),
  v.transform(Number),
  v.minValue(1, `Give a whole number of days, 1 to ${mostProtectionDays}.`),
  v.maxValue(mostProtectionDays, `Give a whole number of days, 1 to ${mostProtectionDays}.`),
)

export const acceptanceShape = v.strictObject(
  {
    version: versionShape,
    /** A prospect's id, or `new`. */
    prospect: v.pipe(v.string('Choose which company it is.'), v.regex(/^(new|[\w-]{1,80})$/, 'Choose which company it is.')),
    days,
    words: optionalText,
    takeover: optionalText,
  },
  incomplete,
)
export type Acceptance = v.InferOutput<typeof acceptanceShape>

export const refusalShape = v.strictObject(
  {
    version: versionShape,
    reason: v.picklist(refusalReasons, 'Choose a reason from the list.'),
    words: sentence('Say why, in a sentence that the partner reads.'),
  },
  incomplete,
)
export type RegistrationRefusal = v.InferOutput<typeof refusalShape>

export const appealShape = v.strictObject({ appeal: sentence('Say what we overlooked, in a sentence or more.') }, incomplete)
export const progressShape = v.strictObject({ progress: sentence('Say how far you have come, in a sentence or more.') }, incomplete)

export const extensionShape = v.variant(
  'outcome',
  [
    v.strictObject({ outcome: v.literal('granted'), days, reason: sentence('Say why, in a sentence that the partner reads.') }, incomplete),
    v.strictObject(
      {
        outcome: v.literal('declined'),
        days: v.optional(v.string(), ''),
        reason: sentence('Say why, in a sentence that the partner reads.'),
      },
      incomplete,
    ),
  ],
  'Choose whether the protection is extended.',
)
export type ExtensionAnswer = v.InferOutput<typeof extensionShape>
