import type { Staff, StaffRole } from '../../schema/people.ts'
import { Act } from '../components/act.tsx'
import { type AdminFactor, AdminFactorNotice } from '../components/admin-factor.tsx'
import { type AuditLine, AuditTable } from '../components/audit-table.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import type { PasskeyRow } from '../components/passkey-table.tsx'
import { PersonPasskeys } from '../components/person-passkeys.tsx'
import { RoleFields, roleInWords } from '../components/role-fields.tsx'
import { Sheet } from '../components/sheet.tsx'

type PersonPageProps = {
  person: Staff & { roles: readonly StaffRole[] }
  /** What happened to them, newest first. */
  entries: readonly AuditLine[]
  mayChange: boolean
  factor: AdminFactor
  /** Nobody takes their own admin role, shuts themselves out or makes a code for themselves. */
  isSelf: boolean
  passkeys: readonly PasskeyRow[]
  /** A one-time code for their first passkey, just made. */
  code?: string | undefined
  form?: FormState | undefined
}

export const PersonPage = ({ person, entries, mayChange, factor, isSelf, passkeys, code, form }: PersonPageProps) => (
  <>
    <PageHead
      title={person.name}
      back={{ href: '/people', label: 'People and roles' }}
      state={person.active ? <Badge tone="good">Active</Badge> : <Badge>Shut out</Badge>}
    />
    <Facts
      wide
      facts={[
        { label: 'Mail address', value: person.email },
        { label: 'Roles', value: person.roles.map(roleInWords).join(', ') || 'None' },
        { label: 'Since', value: <Day at={person.createdAt} /> },
      ]}
    />
    {mayChange && <AdminFactorNotice factor={factor} next={`/people/${person.id}`} />}
    <PersonPasskeys person={person} passkeys={passkeys} mayChange={mayChange && !isSelf && factor !== 'needed'} code={code} />
    {mayChange && factor !== 'needed' && <Roles person={person} form={form} />}
    {mayChange && !isSelf && <Access person={person} mayLetIn={factor !== 'needed'} />}
    <AuditTable caption="What happened to this person" lines={entries} />
    <p>
      <a href={`/audit?actor=${person.id}`}>What {person.name} did</a>
    </p>
  </>
)

const Roles = ({ person, form }: Pick<PersonPageProps, 'person' | 'form'>) => (
  <Sheet title="Change roles">
    <Form action={`/people/${person.id}/roles`} form={form} buttons={<Button kind="primary">Save roles</Button>}>
      <RoleFields roles={person.roles} form={form} />
    </Form>
  </Sheet>
)

const Access = ({ person, mayLetIn }: Pick<PersonPageProps, 'person'> & { mayLetIn: boolean }) => (
  <Sheet title="Access">
    <div class="stack">
      {person.active ? (
        <>
          <p>Whoever is shut out loses access at once, in every open session. What they did stays in the trail.</p>
          <Act action={`/people/${person.id}/deactivation`} label={`Shut ${person.name} out`} kind="danger" />
        </>
      ) : (
        <>
          <p>They can sign in again with the roles shown above.</p>
          {mayLetIn && <Act action={`/people/${person.id}/reactivation`} label={`Let ${person.name} in again`} />}
        </>
      )}
    </div>
  </Sheet>
)
