import * as v from 'valibot'

/** No page of ours sends such a form: a field is missing that no person types, or one is there that nobody knows. */
export const incomplete = 'The form was not complete. Please send it again from its page.'

/** A form that is a button alone. */
export const nothingShape = v.strictObject({}, incomplete)

/** What makes a form count once, however often it is sent. It may become a record's source, so it never looks like an id of Stripe's. */
export const actShape = v.pipe(v.string(incomplete), v.regex(/^act_[\w-]{1,70}$/, incomplete))

/** An id that a page put there, or that was chosen from a list. */
export const idShape = (missing = incomplete) => v.pipe(v.string(missing), v.regex(/^[\w-]{1,80}$/, missing))

/** The SHA-256 of the words that were read, in hex. */
export const hashShape = v.pipe(v.string(incomplete), v.regex(/^[0-9a-f]{64}$/, incomplete))

/** Which version of a record its page showed. */
export const versionShape = v.pipe(v.string(incomplete), v.regex(/^\d{1,9}$/, incomplete), v.transform(Number))

const tooLong = (maxLength: number) => `That is longer than ${maxLength} characters. Please shorten it.`
const oneLine = () => v.regex(/^[^\p{Cc}<>]*$/u, 'Please write it in one line, without < and >.')

/** One line that a person reads: no control characters, nothing that looks like markup. */
export const lineShape = (missing: string, maxLength = 160) =>
  v.pipe(v.string(missing), v.nonEmpty(missing), v.maxLength(maxLength, tooLong(maxLength)), oneLine())

export const optionalLine = (maxLength = 160) => v.optional(v.pipe(v.string(), v.maxLength(maxLength, tooLong(maxLength)), oneLine()), '')

/** Why somebody decided so: a few words at least. */
export const reasonLine = (missing: string) => v.pipe(v.string(missing), v.minLength(3, missing), v.maxLength(300, tooLong(300)), oneLine())

/** What somebody or something is called. Names stand in the subjects of mails. */
export const nameShape = (missing: string, maxLength = 100) =>
  v.pipe(
    v.string(missing),
    v.trim(),
    v.nonEmpty(missing),
    v.maxLength(maxLength, `A name has ${maxLength} characters at most.`),
    v.regex(/^[^\p{Cc}<>]*$/u, 'A name has no line breaks and no < or >.'),
  )
