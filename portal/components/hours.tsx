import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

/** `12.5 h` of minutes. */
export const hoursInWords = (minutes: number): string => `${Math.round(minutes / 6) / 10} h`

type NewHoursProps = { prospectId: string; contacts: readonly { id: string; name: string }[]; act: string; form: FormState | undefined }

/** Time with people is reported by what they have to say, so that nobody spends it all on those who cannot decide. */
export const NewHours = ({ prospectId, contacts, act, form }: NewHoursProps) => {
  const own = formOf(form, 'time_with')
  return (
    <details open={Boolean(own)}>
      <summary>Record hours spent with somebody</summary>
      <Form action={`/prospects/${prospectId}/hours`} form={own} fields={{ act: `${act}t` }} buttons={<Button>Record the hours</Button>}>
        <SelectField
          name="time_with"
          label="Spent with"
          form={own}
          options={contacts.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          name="spent_on"
          label="On"
          form={own}
          options={[
            { value: 'talk', label: 'Talking' },
            { value: 'evaluation', label: 'An evaluation' },
            { value: 'engagement', label: 'Work we do for them' },
          ]}
        />
        <TextField name="hours" label="Hours" form={own} size="short" inputmode="decimal" hint="Such as 2 or 1.5." />
        <TextField name="spent_day" label="Day" type="date" form={own} size="short" />
      </Form>
    </details>
  )
}
