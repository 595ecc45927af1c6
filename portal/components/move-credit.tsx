import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextAreaField } from './text-area-field.tsx'
import { TextField } from './text-field.tsx'

type MoveCreditProps = {
  prospectId: string
  /** The number of the decision that is shown. */
  seen: number
  /** Partners with a touch, without the one that has the credit. */
  partners: readonly { id: string; name: string }[]
  hasCredit: boolean
  form: FormState | undefined
}

/** A person decides whose the credit is, with a reason. */
export const MoveCredit = ({ prospectId, seen, partners, hasCredit, form }: MoveCreditProps) => (
  <Sheet title="Move the credit" id="move">
    <p class="soft">
      Every deal of this company moves, with what was paid on it: the old partner’s share is taken back, the new one’s is counted under its
      own terms. What was paid out stays paid; later payouts net it.
    </p>
    <Form
      action={`/prospects/${prospectId}/attribution`}
      form={formOf(form, 'move_reason')}
      fields={{ seen: String(seen) }}
      buttons={<Button>Move the credit</Button>}
    >
      <SelectField
        name="partner"
        label="To"
        form={form}
        emptyLabel="Choose"
        options={[
          ...partners.map(({ id, name }) => ({ value: id, label: name })),
          { value: 'another', label: 'Another partner' },
          ...(hasCredit ? [{ value: 'nobody', label: 'Nobody' }] : []),
        ]}
      />
      <TextField name="other" label="Which other partner" optional hint="Its whole name." form={form} maxlength={100} />
      <TextAreaField
        name="move_reason"
        label="The reason"
        hint="Both partners read it word for word, so it names neither."
        form={form}
        maxlength={500}
        rows={3}
      />
    </Form>
  </Sheet>
)
