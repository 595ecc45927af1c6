import type { Child } from 'hono/jsx'
import { type FormState, fieldId } from './form-state.ts'

type FormProps = {
  action: string
  form?: FormState | undefined
  /** Hidden values that travel along. */
  fields?: Record<string, string> | undefined
  id?: string | undefined
  /** The buttons; they stand in one row below the fields. */
  buttons?: Child
  children?: Child
}

/** A POST form: what was wrong on top, the fields, the buttons. The server checks and answers in our own sentences. */
export const Form = ({ action, form, fields = {}, id, buttons, children }: FormProps) => (
  <form class="form" method="post" action={action} id={id} novalidate>
    <FormProblems form={form} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
    {buttons && <div class="form__buttons">{buttons}</div>}
  </form>
)

/** Every problem of a declined form in one place, each linked to its field. */
export const FormProblems = ({ form }: { form?: FormState | undefined }) => {
  const problems = Object.entries(form?.problems ?? {}).filter(([, sentence]) => sentence)
  return problems.length === 0 ? null : (
    <div class="form-problems notice notice--bad" role="alert">
      <p class="notice__title">{problems.length === 1 ? 'One thing to put right' : `${problems.length} things to put right`}</p>
      <ul class="form-problems__list">
        {problems.map(([name, sentence]) => (
          <li>{name === '' || name === 'form' ? sentence : <a href={`#${fieldId(name, undefined)}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  )
}
