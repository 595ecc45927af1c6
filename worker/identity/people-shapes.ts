import * as v from 'valibot'
import { type StaffRole, staffRoles } from '../../schema/people.ts'
import { actShape, incomplete, nameShape } from '../form-shapes.ts'
import { emailShape } from './shapes.ts'

const box = v.optional(v.literal('yes', 'Tick the box or leave it empty.'))

/** A box per role, by its name. */
const roleBoxes = { sales: box, finance: box, approver: box, admin: box, auditor: box } satisfies Record<StaffRole, unknown>

const name = nameShape('Give a name.')
type Boxes = Partial<Record<StaffRole, 'yes' | undefined>>
const rolesIn = (boxes: Boxes): StaffRole[] => staffRoles.filter((role) => boxes[role] === 'yes')

export const newPersonShape = v.pipe(
  v.strictObject({ act: actShape, name, email: emailShape, ...roleBoxes }, incomplete),
  v.transform((form) => ({ act: form.act, name: form.name, email: form.email, roles: rolesIn(form) })),
  v.check(({ roles }) => roles.length > 0, 'Tick at least one role: without any there is nothing to see.'),
)

export const rolesShape = v.pipe(
  v.strictObject(roleBoxes, incomplete),
  v.transform((form) => ({ roles: rolesIn(form) })),
)
