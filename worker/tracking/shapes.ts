import * as v from 'valibot'
import { actShape, incomplete } from '../form-shapes.ts'
import { isCampaign, isCode } from './rules.ts'
import { problemOfUtm } from './rules-link-rules.ts'

/** Whether the destination is on an allowed host is for the act, which knows the hosts. */
export const newLinkShape = v.strictObject(
  {
    act: actShape,
    kind: v.picklist(['redirect', 'introduction'], 'Choose where the link shall lead.'),
    destination: v.optional(v.string(), ''),
    code: v.pipe(
      v.optional(v.string(), ''),
      v.check((text) => text === '' || isCode(text), 'A code has 2 to 64 letters (a to z), digits, hyphens or underscores.'),
    ),
    campaign: v.pipe(
      v.optional(v.string(), ''),
      v.check(
        (text) => text === '' || isCampaign(text),
        'A campaign tag has 1 to 64 letters (a to z), digits, dots, hyphens or underscores.',
      ),
    ),
  },
  incomplete,
)
export type NewLink = v.InferOutput<typeof newLinkShape>

export const linkRulesShape = v.strictObject(
  {
    parameter: v.pipe(
      v.string('Say what the parameter is called.'),
      v.regex(/^[a-z][a-z0-9_]{0,31}$/, 'A parameter has 1 to 32 letters (a to z), digits and underscores, a letter first.'),
      v.check((name) => name !== 'c' && !name.startsWith('utm_') && !name.startsWith('goodword'), 'This name has another meaning already.'),
    ),
    consent: v.optional(v.picklist(['yes'], incomplete)),
    utm: v.pipe(
      v.optional(v.string(), ''),
      v.rawCheck(({ dataset, addIssue }) => {
        const problem = dataset.typed ? problemOfUtm(dataset.value) : undefined
        if (problem) addIssue({ message: problem })
      }),
    ),
    defaultLinks: v.optional(v.string(), ''),
  },
  incomplete,
)
