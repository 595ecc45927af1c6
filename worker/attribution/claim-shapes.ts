import * as v from 'valibot'
import { claimKinds } from '../../schema/claims.ts'
import { currencyCodes } from '../../schema/currency.ts'
import { amountIn, reading } from '../amount-shape.ts'
import { actShape, idShape, incomplete } from '../form-shapes.ts'

const words = (missing: string, least: number, most: number) =>
  v.pipe(
    v.string(missing),
    v.nonEmpty(missing),
    v.minLength(least, `Please say it in a sentence: ${least} characters at least.`),
    v.maxLength(most, `That is longer than ${most.toLocaleString('en-US')} characters. Please shorten it.`),
  )

/** Empty, or an address that a browser opens: other schemes are no evidence. */
const link = v.pipe(
  v.optional(v.string(), ''),
  v.maxLength(500, 'That address is longer than 500 characters.'),
  v.check((text) => text === '' || isWebAddress(text), 'Give an address that begins with https://, or leave it empty.'),
)

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}

export const newClaimShape = v.strictObject(
  {
    act: actShape,
    kind: v.pipe(v.optional(v.string(), ''), v.picklist(claimKinds, 'Choose what is wrong.')),
    prospect: v.optional(idShape()),
    commission: v.optional(idShape()),
    company: v.pipe(
      v.optional(v.string(), ''),
      v.maxLength(120, 'That is longer than 120 characters. Please shorten it.'),
      v.regex(/^[^\p{Cc}<>]*$/u, 'Please write it in one line, without < and >.'),
    ),
    domain: v.pipe(v.optional(v.string(), ''), v.maxLength(253, 'A domain has 253 characters at most.')),
    evidence: words('Say what ties you to this customer: a claim needs evidence.', 10, 4_000),
    link,
  },
  incomplete,
)
export type NewClaim = v.InferOutput<typeof newClaimShape>

export const appealShape = v.strictObject({ appeal: words('Say what we overlooked.', 10, 4_000) }, incomplete)

const answer = {
  answer: v.pipe(v.optional(v.string(), ''), v.picklist(['accepted', 'refused'], 'Choose an answer.')),
  reason: words('Give the reason: the partner reads it.', 10, 1_000),
}

export const creditAnswerShape = v.strictObject(answer, incomplete)

/** Where a claim named no prospect of ours, a yes says which it is. */
export const namingAnswerShape = v.pipe(
  v.strictObject(
    {
      ...answer,
      prospect: v.pipe(v.optional(v.string(), ''), v.regex(/^[\w-]{0,80}$/, 'Use the id as it stands on the page of the prospect.')),
    },
    incomplete,
  ),
  reading(({ prospect, ...given }, issue) => {
    if (given.answer === 'accepted' && !prospect)
      issue('Say which prospect of ours it is: give its id as it stands on its page.', 'prospect')
    if (given.answer === 'refused' && prospect) issue('Leave this empty for a no.', 'prospect')
    return { ...given, prospectId: prospect || undefined }
  }),
)

export const amountAnswerShape = v.pipe(
  v.strictObject({ ...answer, amount: v.optional(v.string(), ''), currency: v.picklist(currencyCodes, incomplete) }, incomplete),
  reading(({ amount, currency, ...given }, issue) => ({
    ...given,
    amountMinor: given.answer === 'accepted' && amount !== '' ? amountIn({ name: 'amount', text: amount }, currency, issue) : null,
  })),
)

const nobody = 'nobody'
const another = 'another'

export const moveShape = v.pipe(
  v.strictObject(
    {
      partner: idShape('Choose a partner, or nobody.'),
      other: v.pipe(v.optional(v.string(), ''), v.maxLength(100, 'A name has at most 100 letters.')),
      move_reason: words('Give the reason: both partners read it.', 10, 500),
      seen: v.pipe(v.string(incomplete), v.regex(/^\d{1,6}$/, incomplete), v.transform(Number)),
    },
    incomplete,
  ),
  reading(({ partner, other, move_reason: reason, seen }, issue) => {
    if (partner === another && !other) issue('Name the partner.', 'other')
    if (partner !== another && other) issue('Choose “Another partner” for this, or leave it empty.', 'other')
    return { partnerId: partner === nobody ? null : partner === another ? other : partner, reason, seen }
  }),
)
