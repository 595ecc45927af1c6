import { Field, type FieldProps, inputAttributes } from './field.tsx'
import { enteredOr } from './form-state.ts'

export const TextAreaField = ({ rows = 4, maxlength, ...field }: FieldProps & { rows?: number; maxlength?: number | undefined }) => (
  <Field {...field}>
    <textarea {...inputAttributes(field)} class="input input--area" rows={rows} maxlength={maxlength}>
      {enteredOr(field.form, field.name, field.value)}
    </textarea>
  </Field>
)
