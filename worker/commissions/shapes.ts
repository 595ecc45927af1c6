import * as v from 'valibot'
import { incomplete, reasonLine } from '../form-shapes.ts'

export const holdShape = v.strictObject({ hold_reason: reasonLine('Say why it is put on hold; the partner reads it.') }, incomplete)
export const releaseShape = v.strictObject({ release_reason: reasonLine('Say why the hold ends.') }, incomplete)
export const rejectShape = v.strictObject({ reject_reason: reasonLine('Say why it is not granted; the partner reads it.') }, incomplete)
