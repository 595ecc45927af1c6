import * as v from 'valibot'
import { incomplete as incompleteForm } from '../form-shapes.ts'
import { emailShape } from '../identity/shapes.ts'

const incomplete = 'This is not what the script of the site sends. Load its newest version from /goodword.js.'

const text = (maxLength: number) => v.optional(v.pipe(v.string(incomplete), v.maxLength(maxLength, incomplete)), '')

/** What `/goodword.js` tells of an arrival: a code or a click id, what it kept before, the page's query and the host it came from. */
export const arrivalShape = v.pipe(
  v.strictObject({ code: text(200), referral: text(200), kept: text(200), query: text(2_000), from: text(253) }, incomplete),
  v.check(({ code, referral }) => (code === '') !== (referral === ''), incomplete),
)
export type Arrival = v.InferOutput<typeof arrivalShape>

/** A page hands on what it knows: null is as good as absent. */
const line = (maxLength: number) =>
  v.nullish(
    v.pipe(
      v.string('Give a text.'),
      v.trim(),
      v.maxLength(maxLength, `That is longer than ${maxLength} characters.`),
      v.regex(/^[^\p{Cc}<>]*$/u, 'Write it in one line, without < and >.'),
    ),
    '',
  )

/** `goodword('identify', …)`: who the visitor says it is, with the click id that brought it. */
export const identificationShape = v.strictObject(
  { referral: v.pipe(v.string(incomplete), v.regex(/^[\w-]{1,200}$/, incomplete)), email: emailShape, name: line(100), company: line(120) },
  incomplete,
)
export type Identification = v.InferOutput<typeof identificationShape>

/** What `/site` takes from an administrator. */
export const originsShape = v.strictObject(
  { origins: v.pipe(v.optional(v.string(), ''), v.maxLength(6_000, 'That is more text than this form takes.')) },
  incompleteForm,
)
