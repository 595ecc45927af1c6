import * as v from 'valibot'
import { incomplete } from '../form-shapes.ts'

/** A mail address, in lower case. */
export const emailShape = v.pipe(
  v.string('Give a mail address.'),
  v.trim(),
  v.toLowerCase(),
  v.nonEmpty('Give a mail address.'),
  v.maxLength(254, 'A mail address has 254 characters at most.'),
  v.email('That is no mail address; it looks like name@company.example.'),
)

const nextShape = v.optional(v.string(incomplete), '')

export const signInShape = v.strictObject({ email: emailShape, next: nextShape }, incomplete)

/** Six digits; people type or paste a space or hyphen in the middle, which no code has. */
export const codeShape = v.strictObject(
  {
    code: v.pipe(
      v.string('Type the six digits from the mail.'),
      v.transform((text) => text.replace(/[\s-]/g, '')),
      v.regex(/^\d{6}$/, 'Type the six digits from the mail.'),
    ),
    next: nextShape,
  },
  incomplete,
)

export const nextOnlyShape = v.strictObject({ next: nextShape }, incomplete)
