import * as v from 'valibot'
import { isCampaign, isCode } from './rules.ts'

const incomplete = 'The form was not complete. Please send it again from its page.'
export const actShape = v.pipe(v.string(incomplete), v.regex(/^[\w-]{1,80}$/, incomplete))

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

export const nothingShape = v.strictObject({}, incomplete)
