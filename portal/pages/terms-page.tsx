import type { AttributionModel } from '../../schema/terms.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { GroupFields, modelWords } from '../components/group-fields.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type TermsProps = {
  groups: { id: string; name: string; windowDays: number; model: AttributionModel; partners: number; newestVersion: number | null }[]
  /** The act id of the form; absent for people who only read. */
  act: string | undefined
  form: FormState | undefined
}

export const TermsPage = ({ groups, act, form }: TermsProps) => (
  <>
    <PageHead
      title="Groups and terms"
      lead="Partners of a group share its rules. A deal keeps the version of the terms it was opened under."
    />
    <DataTable
      caption="Groups"
      rows={groups}
      columns={[
        { key: 'name', head: 'Group', rowHead: true, cell: (row) => <a href={`/terms/${row.id}`}>{row.name}</a> },
        { key: 'partners', head: 'Partners', number: true, cell: (row) => row.partners },
        { key: 'window', head: 'A click counts', cell: (row) => `${row.windowDays} days` },
        { key: 'model', head: 'Credit', cell: (row) => modelWords[row.model] },
        { key: 'version', head: 'Version in force', number: true, cell: (row) => row.newestVersion ?? 'None' },
      ]}
      blank={<BlankSlate title="No groups yet">A partner belongs to a group from the start: make the first one below.</BlankSlate>}
    />
    {act && (
      <Sheet title="New group">
        <div class="narrow">
          <Form action="/terms" form={form} fields={{ act }} buttons={<Button kind="primary">Make the group</Button>}>
            <TextField name="name" label="Name" form={form} maxlength={60} />
            <GroupFields form={form} />
            <SelectField
              name="like"
              label="Terms to begin with"
              optional
              emptyLabel="None: nothing earns until a version says so"
              form={form}
              options={groups.map(({ id, name }) => ({ value: id, label: `As in ${name}` }))}
            />
          </Form>
        </div>
      </Sheet>
    )}
  </>
)
