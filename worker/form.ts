import * as v from 'valibot'
import type { FormState } from '../portal/components/form-state.ts'
import type { AppContext } from './env.ts'
import { Refusal } from './errors.ts'

export type FormResult<Values> = { ok: true; values: Values; entered: Record<string, string> } | ({ ok: false } & FormState)

/**
 * Reads a posted form against its shape; outer spaces are cut, nothing else is repaired. What was typed comes back with the
 * problems, one sentence a field, `''` for the form as a whole.
 */
export async function readForm<Shape extends v.GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
): Promise<FormResult<v.InferOutput<Shape>>> {
  const entered = await enteredIn(c)
  const read = v.safeParse(shape, entered)
  if (read.success) return { ok: true, values: read.output, entered }

  const problems: Record<string, string> = {}
  for (const issue of read.issues) problems[v.getDotPath(issue) ?? ''] ??= issue.message
  return { ok: false, entered, problems }
}

/** A form that was well typed but is refused by the act: the same page again, with the refusal at a field or above the form. */
export const withProblem = (form: { entered: Record<string, string> }, message: string, field = ''): FormState => ({
  entered: form.entered,
  problems: { [field]: message },
})

const maxFormBytes = 64 * 1024

async function enteredIn(c: AppContext): Promise<Record<string, string>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) {
    throw new Refusal('bad_request', 'This address takes a form. Please go back to the page and send it from there.')
  }
  if (Number(c.req.header('content-length') ?? 0) > maxFormBytes) throw new Refusal('too_large', 'That is more text than this form takes.')
  const body = await c.req.parseBody({ all: true }).catch(() => {
    throw new Refusal('bad_request', 'The form arrived damaged. Please send it again.')
  })
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, textOf(value).trim()]))
}

/** Several boxes of one name become one text, parted by commas; a file is no text. */
const textOf = (value: string | File | (string | File)[]): string =>
  [value]
    .flat()
    .filter((each) => typeof each === 'string')
    .join(',')
