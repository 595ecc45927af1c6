import type { Child } from 'hono/jsx'
import type { FormState } from './form-state.ts'

type FormPartProps = {
  title: string
  /** Its fields: with something typed or wrong in one of them the part stands open. */
  names: readonly string[]
  form: FormState | undefined
  children?: Child
}

/** Fields that only some answers need, folded away. */
export const FormPart = ({ title, names, form, children }: FormPartProps) => (
  <details open={names.some((name) => Boolean(form?.entered[name] || form?.problems[name]))}>
    <summary>{title}</summary>
    <div class="form__more">{children}</div>
  </details>
)
