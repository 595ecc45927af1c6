import { Act } from './act.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type ShownHandoff = { id: string; from: string; to: string; what: string; dueOn: string }

type HandoffsProps = {
  prospect: { id: string }
  handoffs: readonly ShownHandoff[]
  sales: readonly { id: string; name: string }[]
  mayChange: boolean
  act: string
  form?: FormState | undefined
}

/** Who of us does what next, and until when. */
export const Handoffs = ({ prospect, handoffs, sales, mayChange, act, form }: HandoffsProps) => (
  <Sheet title="Tasks between us" id="handoffs">
    <DataTable
      caption="Tasks"
      rows={handoffs}
      columns={[
        { key: 'what', head: 'Task', rowHead: true, cell: (row) => row.what },
        { key: 'to', head: 'Whose', cell: (row) => row.to },
        { key: 'from', head: 'From', cell: (row) => row.from },
        { key: 'due', head: 'Due', cell: (row) => row.dueOn },
        ...(mayChange
          ? [
              {
                key: 'done',
                head: 'Done?',
                cell: (row: ShownHandoff) => <Act action={`/prospects/${prospect.id}/handoffs/${row.id}/done`} label="Done" small />,
              },
            ]
          : []),
      ]}
      blank={<p class="soft">Nothing is handed over.</p>}
    />
    {mayChange && (
      <details open={Boolean(formOf(form, 'to'))}>
        <summary>Hand a task over</summary>
        <Form
          action={`/prospects/${prospect.id}/handoffs`}
          form={formOf(form, 'to')}
          fields={{ act: `${act}h` }}
          buttons={<Button>Hand it over</Button>}
        >
          <SelectField
            name="to"
            label="To"
            form={formOf(form, 'to')}
            options={sales.map(({ id, name }) => ({ value: id, label: name }))}
            emptyLabel="Choose somebody"
          />
          <TextField name="what" label="Task" form={formOf(form, 'to')} maxlength={300} />
          <TextField name="due_on" label="Due" type="date" form={formOf(form, 'to')} size="short" />
        </Form>
      </details>
    )}
  </Sheet>
)
