/**
 * What a form that was declined hands back to its page: everything that was typed and a sentence per field.
 * The key `form` (or an empty one) of `problems` belongs to the form as a whole.
 */
export type FormState = { entered: Record<string, string>; problems: Record<string, string> }

/** What a field shows: the person's own text once there is any, the stored value before that. */
export const enteredOr = (form: FormState | undefined, name: string, value: string | undefined): string =>
  form?.entered[name] ?? value ?? ''

export const problemOf = (form: FormState | undefined, name: string): string | undefined => form?.problems[name] || undefined

/** Ids stay apart when a page has two forms with a field of the same name: the second passes an `id`. */
export const fieldId = (name: string, id: string | undefined): string => id ?? `field-${name}`
