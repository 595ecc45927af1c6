import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { type Option, SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type LineFormsProps = {
  proposalId: string
  act: string
  dueOn: string
  activities: readonly Option[]
  grants: readonly Option[]
  benefitKinds: readonly Option[]
  form?: FormState | undefined
}

const columns = [
  { value: 'reference', label: 'Reference, and so sponsor' },
  { value: 'sponsor', label: 'Sponsor alone' },
]

/** What a column may still take in: a duty, a permission, a benefit. */
export const ProposalLineForms = ({ proposalId, act, dueOn, activities, grants, benefitKinds, form: sent }: LineFormsProps) => {
  const [duty, permission, benefit] = ['activity', 'grant', 'benefit'].map((field) => formOf(sent, field))
  const column = (id: string, form: FormState | undefined) => (
    <SelectField name="category" id={`category-${id}`} label="Column" options={columns} form={form} />
  )
  return (
    <div class="grid grid--three">
      <Sheet title="It does">
        <Form
          action={`/proposals/${proposalId}/duties`}
          form={duty}
          fields={{ act: `${act}-o` }}
          buttons={<Button>Add this activity</Button>}
        >
          {column('duty', duty)}
          <SelectField name="activity" label="Activity" emptyLabel="Choose an activity" options={activities} form={duty} />
          <TextField name="promised" label="How many" inputmode="numeric" size="short" value="1" form={duty} />
          <TextField name="dueOn" label="Until" type="date" value={dueOn} form={duty} />
        </Form>
      </Sheet>
      <Sheet title="It permits">
        <Form
          action={`/proposals/${proposalId}/permissions`}
          form={permission}
          fields={{ act: `${act}-g` }}
          buttons={<Button>Add this permission</Button>}
        >
          {column('permission', permission)}
          <SelectField name="grant" label="Permission" emptyLabel="Choose a permission" options={grants} form={permission} />
        </Form>
      </Sheet>
      <Sheet title="It gets">
        <Form
          action={`/proposals/${proposalId}/benefits`}
          form={benefit}
          fields={{ act: `${act}-b` }}
          buttons={<Button>Add this benefit</Button>}
        >
          {column('benefit', benefit)}
          <SelectField name="benefit" label="Kind" emptyLabel="Choose a kind" options={benefitKinds} form={benefit} />
          <TextField name="benefitText" label="What" maxlength={300} form={benefit} />
        </Form>
      </Sheet>
    </div>
  )
}
