import type { Member } from '../../schema/people.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type MembersPageProps = {
  /** Those who belong to the partner now. */
  members: Member[]
  /** Who is looking. */
  self: string
  act: string
  form?: FormState | undefined
}

export const MembersPage = ({ members, self, act, form }: MembersPageProps) => (
  <>
    <PageHead title="Members" lead="Your colleagues who may sign in here. Owners also decide where the money goes." />
    <DataTable
      caption="Members"
      rows={members}
      stack
      columns={[
        {
          key: 'name',
          head: 'Name',
          rowHead: true,
          stack: 'start',
          cell: (row) => (row.id === self ? `${row.name} (you)` : row.name),
        },
        { key: 'email', head: 'Address', cell: (row) => row.email },
        { key: 'role', head: 'Role', cell: (row) => (row.role === 'owner' ? 'Owner' : 'Member') },
        {
          key: 'status',
          head: 'State',
          cell: (row) => (row.status === 'active' ? <Badge tone="good">Active</Badge> : <Badge tone="wait">Invited</Badge>),
        },
        {
          key: 'remove',
          head: '',
          stack: 'end',
          cell: (row) => row.id !== self && <Act action={`/members/${row.id}/removal`} label="Remove" kind="danger" small />,
        },
      ]}
    />
    <Sheet title="Invite a colleague">
      <Form action="/members" form={form} fields={{ act }} buttons={<Button kind="primary">Send the invitation</Button>}>
        <TextField name="name" label="Name" form={form} maxlength={100} autocomplete="off" />
        <EmailField name="email" label="Work address" form={form} autocomplete="off" />
        <RadioField
          name="role"
          label="Role"
          form={form}
          value="member"
          options={[
            { value: 'member', label: 'Member', note: 'Links, introductions, prospects and earnings.' },
            { value: 'owner', label: 'Owner', note: 'All of that, the payout details and the members.' },
          ]}
        />
      </Form>
    </Sheet>
  </>
)
