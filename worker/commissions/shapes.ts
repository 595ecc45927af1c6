import * as v from 'valibot'
import { incomplete } from '../form-shapes.ts'

const reason = (missing: string) =>
  v.pipe(
    v.string(missing),
    v.minLength(3, missing),
    v.maxLength(300, 'That is longer than 300 characters. Please shorten it.'),
    v.regex(/^[^\p{Cc}<>]*$/u, 'Please write it in one line, without < and >.'),
  )

export const holdShape = v.strictObject({ hold_reason: reason('Say why it is put on hold; the partner reads it.') }, incomplete)
export const releaseShape = v.strictObject({ release_reason: reason('Say why the hold ends.') }, incomplete)
export const rejectShape = v.strictObject({ reject_reason: reason('Say why it is not granted; the partner reads it.') }, incomplete)
