import { FieldHint, FieldProblem, type FieldProps, inputAttributes } from './field.tsx'
import { fieldId, problemOf } from './form-state.ts'

type CheckboxFieldProps = Omit<FieldProps, 'value'> & {
  /** Whether it is ticked before anything was sent. */
  checked?: boolean | undefined
  /** What is sent when ticked. */
  value?: string | undefined
}

/** After a form was sent, a box that is missing from it was not ticked. */
export const CheckboxField = ({ checked = false, value = 'yes', ...field }: CheckboxFieldProps) => {
  const { name, label, form, id } = field
  return (
    <div class={problemOf(form, name) ? 'field field--problem' : 'field'}>
      <label class="choice" for={fieldId(name, id)}>
        <input
          {...inputAttributes(field)}
          class="choice__input"
          type="checkbox"
          value={value}
          checked={form ? form.entered[name] === value : checked}
        />
        <span class="choice__label">{label}</span>
      </label>
      <FieldHint {...field} />
      <FieldProblem {...field} />
    </div>
  )
}
