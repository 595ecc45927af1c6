import type { Staff, StaffRole } from '../../schema/people.ts'
import { type AdminFactor, AdminFactorNotice } from '../components/admin-factor.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { RoleFields, roleInWords } from '../components/role-fields.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type PersonRow = Staff & { roles: readonly StaffRole[] }

type PeoplePageProps = {
  people: readonly PersonRow[]
  olderHref?: string | undefined
  /** Absent for those who may only read. */
  add?: { act: string; factor: AdminFactor; form?: FormState | undefined } | undefined
}

export const PeoplePage = ({ people, olderHref, add }: PeoplePageProps) => (
  <>
    <PageHead
      title="People and roles"
      lead="Who runs the programme, and what each of them may do. One person prepares a payout run, another approves it."
    />
    <DataTable caption="People of the company" columns={columns} rows={people} />
    <Pager olderHref={olderHref} />
    {add && <AdminFactorNotice factor={add.factor} next="/people" />}
    {add && add.factor !== 'needed' && <AddPerson {...add} />}
  </>
)

const columns: Column<PersonRow>[] = [
  { key: 'name', head: 'Name', rowHead: true, cell: ({ id, name }) => <a href={`/people/${id}`}>{name}</a> },
  { key: 'email', head: 'Mail address', cell: ({ email }) => email },
  { key: 'roles', head: 'Roles', cell: ({ roles }) => roles.map(roleInWords).join(', ') || 'None' },
  { key: 'state', head: 'State', cell: ({ active }) => (active ? <Badge tone="good">Active</Badge> : <Badge>Shut out</Badge>) },
  { key: 'since', head: 'Since', cell: ({ createdAt }) => <Day at={createdAt} /> },
]

const AddPerson = ({ act, form }: { act: string; form?: FormState | undefined }) => (
  <Sheet title="Add a person" id="add">
    <Form action="/people" form={form} fields={{ act }} buttons={<Button kind="primary">Add and invite</Button>}>
      <TextField name="name" label="Name" form={form} autocomplete="off" maxlength={100} />
      <EmailField name="email" label="Mail address" form={form} autocomplete="off" hint="They sign in with it." />
      <RoleFields form={form} />
    </Form>
  </Sheet>
)
