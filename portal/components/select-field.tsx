import { Field, type FieldProps, inputAttributes } from './field.tsx'
import { enteredOr } from './form-state.ts'

export type Option = { value: string; label: string }

type SelectFieldProps = FieldProps & {
  options: readonly Option[]
  /** The first, empty choice: `Choose a country`. Without it the first option is chosen. */
  emptyLabel?: string | undefined
}

export const SelectField = ({ options, emptyLabel, ...field }: SelectFieldProps) => (
  <Field {...field}>
    <select {...inputAttributes(field)} class="input input--select">
      <Options options={options} emptyLabel={emptyLabel} chosen={enteredOr(field.form, field.name, field.value)} />
    </select>
  </Field>
)

type OptionsProps = { options: readonly Option[]; emptyLabel?: string | undefined; chosen: string }

export const Options = ({ options, emptyLabel, chosen }: OptionsProps) => (
  <>
    {emptyLabel !== undefined && <option value="">{emptyLabel}</option>}
    {options.map(({ value, label }) => (
      <option value={value} selected={value === chosen}>
        {label}
      </option>
    ))}
  </>
)
