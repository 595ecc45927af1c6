import type { Child } from 'hono/jsx'
import { type FormState, fieldId, problemOf } from './form-state.ts'

/** What every field takes. `form` brings back what was typed and what was wrong with it. */
export type FieldProps = {
  name: string
  label: string
  form?: FormState | undefined
  /** The stored value, until something else was typed. */
  value?: string | undefined
  hint?: Child
  optional?: boolean | undefined
  /** Needed when a page has two fields of one name. */
  id?: string | undefined
}

/** The attributes that tie an input to its label, hint and problem. */
export function inputAttributes({ name, form, hint, optional, id }: FieldProps) {
  const inputId = fieldId(name, id)
  const problem = problemOf(form, name)
  const described = [hint !== undefined && `${inputId}-hint`, problem && `${inputId}-problem`].filter(Boolean).join(' ')
  return {
    id: inputId,
    name,
    required: !optional,
    'aria-invalid': problem ? 'true' : undefined,
    'aria-describedby': described || undefined,
  }
}

/** Label, hint, the input itself and its problem, in the order they are read. */
export const Field = ({ children, ...field }: FieldProps & { children?: Child }) => {
  const { name, label, form, optional, id } = field
  return (
    <div class={problemOf(form, name) ? 'field field--problem' : 'field'}>
      <label class="field__label" for={fieldId(name, id)}>
        {label}
        {optional && <Optional />}
      </label>
      <FieldHint {...field} />
      {children}
      <FieldProblem {...field} />
    </div>
  )
}

export const Optional = () => <span class="field__optional"> (optional)</span>

export const FieldHint = ({ name, hint, id }: FieldProps) =>
  hint === undefined ? null : (
    <p class="field__hint" id={`${fieldId(name, id)}-hint`}>
      {hint}
    </p>
  )

export const FieldProblem = ({ name, form, id }: FieldProps) => {
  const problem = problemOf(form, name)
  return problem ? (
    <p class="field__problem" id={`${fieldId(name, id)}-problem`}>
      {problem}
    </p>
  ) : null
}
