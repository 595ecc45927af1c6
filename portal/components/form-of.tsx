import { FormProblems } from './form.tsx'
import type { FormState } from './form-state.ts'

/** On a page with several forms: what was typed, for the form that has this field; nothing for the others. */
export const formOf = (form: FormState | undefined, field: string): FormState | undefined =>
  form && (field in form.entered || field in form.problems) ? form : undefined

/** What was wrong with a form that the page no longer draws: the fields are those of the forms it does draw. */
export const StrayProblems = ({ form, fields }: { form: FormState | undefined; fields: readonly string[] }) =>
  fields.some((field) => formOf(form, field)) ? null : <FormProblems form={form} />
