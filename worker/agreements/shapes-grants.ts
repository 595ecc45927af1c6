import * as v from 'valibot'
import { approvalSides, documentKinds, grantKinds, grantScopes, useKinds } from '../../schema/grants.ts'
import { reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, hashShape, idShape, incomplete, lineShape, optionalLine } from '../form-shapes.ts'
import { grantNeeds } from './rules-grants.ts'
import { boxShape, optionalAddress, optionalWords } from './shapes-fields.ts'

const emptyToNull = (text: string): string | null => text || null
const optionalDay = v.union(
  [
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
    dayShape('Give the day.'),
  ],
  'Give the day like 2026-11-03, or nothing.',
)

export const newGrantShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      prospectId: idShape(),
      kind: v.picklist(grantKinds, 'Choose what is asked for.'),
      scope: v.picklist(grantScopes, 'Choose who gives it.'),
      contactId: v.optional(v.union([v.literal(''), idShape()], incomplete), ''),
      personName: optionalLine(100),
      text: optionalWords(5_000),
      file: optionalAddress,
      guide: optionalAddress,
      documentKind: v.optional(v.union([v.literal(''), v.picklist(documentKinds)], 'Choose which kind of document it is.'), ''),
      postUrl: optionalAddress,
      postedOn: v.optional(optionalDay, ''),
      twoApprovers: boxShape,
      benefit: optionalLine(200),
      agreementId: v.optional(v.union([v.literal(''), idShape()], incomplete), ''),
      startsOn: dayShape('Give its first day.'),
      endsOn: dayShape('Give its last day: every permission ends.'),
    },
    incomplete,
  ),
  reading(({ twoApprovers, benefit, documentKind, ...typed }, issue) => {
    const needs = grantNeeds[typed.kind]
    if (typed.startsOn > typed.endsOn) issue('It ends before it begins. Give a later last day.', 'endsOn')
    if (needs.text && !typed.text) issue('Give the exact words that are to be approved.', 'text')
    if (needs.file && !typed.file) issue('Give the address of the file.', 'file')
    if (needs.file && !typed.guide) issue('Give the address of the guide for using it.', 'guide')
    if (needs.documentKind && !documentKind) issue('Choose which kind of document it is.', 'documentKind')
    if ((needs.person || typed.scope === 'individual') && !typed.personName) issue('Give the name of the person.', 'personName')
    return {
      ...typed,
      contactId: emptyToNull(typed.contactId),
      personName: emptyToNull(typed.personName),
      text: emptyToNull(typed.text),
      file: emptyToNull(typed.file),
      guide: emptyToNull(typed.guide),
      postUrl: emptyToNull(typed.postUrl),
      postedOn: typed.postedOn || null,
      agreementId: emptyToNull(typed.agreementId),
      documentKind: documentKind || null,
      twoApprovers: twoApprovers === 'yes',
      benefitDisclosed: emptyToNull(benefit),
    }
  }),
)
export type NewGrant = v.InferOutput<typeof newGrantShape>

/** Staff has a yes in writing: whose, and where that lies. */
export const writtenApprovalShape = v.strictObject(
  {
    side: v.picklist(approvalSides, 'Choose who said yes.'),
    name: lineShape('Give the name of who said yes.', 100),
    textHash: hashShape,
    evidence: lineShape('Say where it stands in writing: a mail and its day, the address of a file.', 300),
  },
  incomplete,
)

/** The customer's own yes, on its page. */
export const ownApprovalShape = v.strictObject(
  { side: v.picklist(approvalSides, incomplete), textHash: hashShape, agreed: boxShape },
  incomplete,
)

export const postShape = v.strictObject(
  {
    postUrl: v.pipe(optionalAddress, v.nonEmpty('Give the address of the post.')),
    postedOn: dayShape('Give the day of the post.'),
  },
  incomplete,
)

export const newUseShape = v.strictObject(
  {
    act: actShape,
    use: v.picklist(useKinds, 'Choose where it is used.'),
    place: lineShape('Say exactly where: an address, a title, a page.', 300),
  },
  incomplete,
)
