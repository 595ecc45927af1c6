import * as v from 'valibot'
import { incomplete } from '../form-shapes.ts'

/** Several lines of words. */
export const wordsShape = (missing: string, maxLength = 5_000) =>
  v.pipe(
    v.string(missing),
    v.nonEmpty(missing),
    v.maxLength(maxLength, `That is longer than ${maxLength} characters. Please shorten it.`),
    v.transform((text) => text.replaceAll('\r\n', '\n')),
  )

export const optionalWords = (maxLength = 5_000) =>
  v.optional(
    v.pipe(
      v.string(),
      v.maxLength(maxLength, `That is longer than ${maxLength} characters. Please shorten it.`),
      v.transform((text) => text.replaceAll('\r\n', '\n')),
    ),
    '',
  )

/** Where a file lies: we keep its address, not the file. */
export const optionalAddress = v.optional(
  v.union(
    [
      v.literal(''),
      v.pipe(
        v.string(),
        v.maxLength(500),
        v.regex(/^https:\/\/[^\s<>"'\\]+$/),
        v.check((text) => URL.canParse(text)),
      ),
    ],
    'Give the address of the file, beginning with https://.',
  ),
  '',
)

export const wholeShape = (missing: string, min: number, max: number) =>
  v.pipe(
    v.string(missing),
    v.regex(/^\d{1,6}$/, missing),
    v.transform(Number),
    v.check((n) => n >= min && n <= max, `Give a whole number from ${min} to ${max}.`),
  )

/** `30` or `12.5`, in basis points. */
export const percentShape = (missing: string) =>
  v.pipe(
    v.string(missing),
    v.regex(/^\d{1,3}(\.\d{1,2})?$/, 'Give a share like 30 or 12.5, without a sign.'),
    v.transform((text) => Math.round(Number(text) * 100)),
    v.check((bps) => bps >= 1 && bps <= 10_000, 'A share lies above 0 and is at most 100 per cent.'),
  )

export const boxShape = v.optional(v.picklist(['', 'yes'], 'Tick the box, or leave it.'), '')
export const reasonShape = v.strictObject(
  {
    reason: v.pipe(
      v.string('Please say why.'),
      v.minLength(3, 'Please say why, in a few words.'),
      v.maxLength(300, 'Please say it in 300 characters.'),
      v.regex(/^[^<>]*$/, 'Please write it without < and >.'),
    ),
  },
  incomplete,
)
