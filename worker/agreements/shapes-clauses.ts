import * as v from 'valibot'
import { reading } from '../amount-shape.ts'
import { dayShape } from '../day-shape.ts'
import { actShape, idShape, incomplete, optionalLine } from '../form-shapes.ts'
import { clauseKinds } from './rules-grants.ts'
import { boxShape, optionalAddress, wordsShape } from './shapes-fields.ts'

export const newClauseShape = v.pipe(
  v.strictObject(
    {
      act: actShape,
      dealId: idShape(),
      text: wordsShape('Give the words of the clause.'),
      calls: boxShape,
      web_release: boxShape,
      press_release: boxShape,
      grantsEndOn: dayShape('Give the last day of what it allows.'),
    },
    incomplete,
  ),
  reading(({ act, dealId, text, grantsEndOn, ...boxes }, issue) => {
    const allows = clauseKinds.filter((kind) => boxes[kind] === 'yes')
    if (allows.length === 0) issue('Tick at least one thing that it allows.', 'calls')
    return { act, dealId, text, grantsEndOn, allows }
  }),
)
export type NewClause = v.InferOutput<typeof newClauseShape>

/** Where the signed contract lies, and who signed; without either the act says `no_signature`. */
const signed = { file: optionalAddress, signedBy: optionalLine(100) }
export const signedShape = v.strictObject(signed, incomplete)
export type Signed = v.InferOutput<typeof signedShape>

export const amendedShape = v.pipe(
  v.strictObject({ ...signed, lines: wordsShape('Give the clause as it was signed, one line for each thing it says.') }, incomplete),
  reading(({ lines, ...rest }, issue) => {
    const read = lines
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
    if (read.length > 20) issue('That is more than 20 lines. Put what belongs together on one line.', 'lines')
    return { ...rest, lines: read }
  }),
)
export type Amended = v.InferOutput<typeof amendedShape>

export const mappingShape = v.strictObject({ allows: v.picklist(['none', ...clauseKinds], 'Choose what this line allows.') }, incomplete)
