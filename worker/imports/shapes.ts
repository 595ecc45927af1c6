import * as v from 'valibot'
import { incomplete } from '../form-shapes.ts'
import { charactersAtOnce } from './rules-file.ts'

export const tooLong = 'That is more text than fits: at most 200,000 characters. Please split the file.'

/** A pasted list. A browser sends the file beside it, which is no text. */
export const listShape = v.strictObject(
  {
    list: v.optional(v.pipe(v.string(), v.maxLength(charactersAtOnce, tooLong)), ''),
    file: v.optional(v.literal('', incomplete), ''),
  },
  incomplete,
)
