import { Button } from './button.tsx'
import { Form } from './form.tsx'
import type { FormState } from './form-state.ts'
import { RadioField } from './radio-field.tsx'
import { TextField } from './text-field.tsx'

/** Whether it took place, asked of each side. */
export const OutcomeForm = ({ action, form }: { action: string; form: FormState | undefined }) => (
  <Form action={action} form={form} buttons={<Button>Tell us</Button>}>
    <RadioField
      name="says"
      label="Did it take place?"
      form={form}
      options={[
        { value: 'held', label: 'Yes' },
        { value: 'missed', label: 'No' },
      ]}
    />
    <TextField name="minutes" label="How many minutes it took" optional form={form} inputmode="numeric" size="short" />
    <TextField name="note" label="Anything we should know" optional form={form} maxlength={500} />
  </Form>
)
