import { type StaffRole, staffRoles } from '../../schema/people.ts'
import { CheckboxField } from './checkbox-field.tsx'
import type { FormState } from './form-state.ts'

const mayByRole: Record<StaffRole, string> = {
  sales: 'Partners, prospects, deals.',
  finance: 'Commissions and payout runs: prepare, hand in, cancel.',
  approver: 'Approve or refuse a run that somebody else prepared.',
  admin: 'People, groups and terms. No act that moves money.',
  auditor: 'Read everything, change nothing.',
}

export const roleInWords = (role: StaffRole): string => role.charAt(0).toUpperCase() + role.slice(1)

/** A box per role, with what it may. */
export const RoleFields = ({ roles = [], form }: { roles?: readonly StaffRole[]; form?: FormState | undefined }) => (
  <fieldset class="field stack stack--close">
    <legend class="field__label">Roles</legend>
    {staffRoles.map((role) => (
      <CheckboxField name={role} label={roleInWords(role)} hint={mayByRole[role]} checked={roles.includes(role)} form={form} optional />
    ))}
  </fieldset>
)
