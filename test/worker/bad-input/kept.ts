import { formsOf } from '../../local/walk/forms.ts'

/** Whether a form of the page shows this text in the field of this name. */
export function keptIn(html: string): (name: string, text: string) => boolean {
  const fields = formsOf(html).flatMap((form) => form.fields)
  return (name, text) => fields.some((field) => field.name === name && field.value?.trim() === text)
}
