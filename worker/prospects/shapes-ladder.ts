import * as v from 'valibot'
import { ladderLevels } from '../../schema/ladder.ts'
import { reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, incomplete, versionShape } from '../form-shapes.ts'
import { lineLevel, numberOf } from './rules-ladder.ts'

const sentence = (missing: string) =>
  v.pipe(v.string(missing), v.minLength(3, missing), v.maxLength(500, 'That is longer than 500 characters. Please shorten it.'))

/** Up: what proves a level. Before the line each step also answers who else has a say (ROL3). */
export const evidenceShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      level: v.picklist(ladderLevels, 'Choose a level.'),
      detail: sentence('Say what proves it: who said or did what.'),
      happened_on: dayShape(),
      file: v.optional(v.pipe(v.string(), v.maxLength(300, 'That is longer than 300 characters. Please shorten it.')), ''),
      who_else: v.optional(v.pipe(v.string(), v.maxLength(500, 'That is longer than 500 characters. Please shorten it.')), ''),
    },
    incomplete,
  ),
  reading((typed, issue) => {
    if (numberOf(typed.level) <= lineLevel && typed.who_else.length < 2)
      issue('Say who else is involved, or write that nobody is: whoever can say no may be missing.', 'who_else')
    return typed
  }),
)
export type EvidenceForm = v.InferOutput<typeof evidenceShape>

/** Down: which level no longer holds, and why (LAD2). */
export const setbackShape = v.strictObject(
  {
    act: actShape,
    taken_back: v.picklist(ladderLevels, 'Choose the level that no longer holds.'),
    setback_reason: sentence('Say why it no longer holds.'),
    fell_on: dayShape(),
  },
  incomplete,
)
export type SetbackForm = v.InferOutput<typeof setbackShape>

export const lossShape = v.strictObject({ loss_reason: sentence('Say why it does not go ahead.'), version: versionShape }, incomplete)
export type LossForm = v.InferOutput<typeof lossShape>
