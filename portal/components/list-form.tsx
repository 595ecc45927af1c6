import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from './button.tsx'
import { CopyBlock } from './copy-block.tsx'
import { Field, inputAttributes } from './field.tsx'
import { FormProblems } from './form.tsx'
import type { FormState } from './form-state.ts'
import { TextAreaField } from './text-area-field.tsx'

export type ListFormProps = {
  /** Where the list is stored in the end; it is looked at first at the `preview` of that address. */
  action: string
  backHref: string
  example: string
  /** What the columns hold. */
  hint: Child
  mostLines: number
  mostCharacters: number
  form?: FormState | undefined
}

/** A list with the names of its columns on top, pasted or as a file. */
export const ListForm = ({ action, backHref, example, hint, mostLines, mostCharacters, form }: ListFormProps) => {
  const file = { name: 'file', label: 'Or a CSV file', form, hint: `In UTF-8, with at most ${mostLines} lines.`, optional: true }
  return (
    <form class="form" method="post" action={`${action}/preview`} enctype="multipart/form-data" novalidate>
      <FormProblems form={form} />
      <TextAreaField name="list" label="Your list" form={form} rows={10} maxlength={mostCharacters} hint={hint} />
      <Field {...file}>
        <input {...inputAttributes(file)} class="input" type="file" accept=".csv,.tsv,.txt,text/csv" />
      </Field>
      <div class="field">
        <p class="field__label">It looks like this</p>
        <CopyBlock text={example} label="An example" />
      </div>
      <div class="form__buttons">
        <Button kind="primary">Look at it first</Button>
        <ButtonLink kind="quiet" href={backHref}>
          Back
        </ButtonLink>
      </div>
    </form>
  )
}
