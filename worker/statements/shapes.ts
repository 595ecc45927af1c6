import * as v from 'valibot'
import { taxReasons } from '../../schema/statements.ts'
import { hashShape, incomplete, lineShape } from '../form-shapes.ts'

/** A company as an invoice names it. The address is one line, its parts parted by commas. */
export const identityEntries = {
  legalName: lineShape('Give the legal name.', 150),
  address: lineShape('Give the whole address.', 300),
  taxId: v.pipe(
    v.string('Give the tax id.'),
    v.nonEmpty('Give the tax id.'),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9 ./-]{2,29}$/, 'A tax id has 3 to 30 letters, digits, spaces, points, slashes or hyphens.'),
  ),
}

export const agreementShape = v.strictObject(
  {
    ...identityEntries,
    taxReason: v.picklist(taxReasons, 'Choose why the invoices carry no tax.'),
    textHash: hashShape,
    agreed: v.optional(v.picklist(['', 'yes'], incomplete), ''),
  },
  incomplete,
)
export type AgreementForm = v.InferOutput<typeof agreementShape>
