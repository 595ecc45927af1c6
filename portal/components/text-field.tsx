import { Field, type FieldProps, inputAttributes } from './field.tsx'
import { enteredOr } from './form-state.ts'

type TextFieldProps = FieldProps & {
  type?: 'text' | 'email' | 'url' | 'tel' | 'search' | 'date' | 'datetime-local' | 'number' | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'numeric' | 'decimal' | 'url' | 'email' | undefined
  maxlength?: number | undefined
  /** How wide the answer is expected to be, in characters: a code is not as wide as a name. */
  size?: 'code' | 'short' | undefined
  placeholder?: string | undefined
}

export const TextField = ({ type = 'text', autocomplete, inputmode, maxlength, size, placeholder, ...field }: TextFieldProps) => (
  <Field {...field}>
    <input
      {...inputAttributes(field)}
      class={size ? `input input--${size}` : 'input'}
      type={type}
      value={enteredOr(field.form, field.name, field.value)}
      autocomplete={autocomplete}
      inputmode={inputmode}
      maxlength={maxlength}
      placeholder={placeholder}
    />
  </Field>
)

export const EmailField = (field: FieldProps & { autocomplete?: string | undefined }) => (
  <TextField autocomplete="email" {...field} type="email" inputmode="email" />
)

/** Six digits from a mail, which phones offer to fill in. */
export const CodeField = (field: FieldProps) => (
  <TextField {...field} autocomplete="one-time-code" inputmode="numeric" maxlength={6} size="code" />
)
