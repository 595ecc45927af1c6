import { bodyLimit } from 'hono/body-limit'
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
  maxBytes = 64 * 1024,
): Promise<FormResult<v.InferOutput<Shape>>> {
  const entered = await enteredIn(c, maxBytes)
  const read = v.safeParse(shape, entered)
  const garbled = Object.keys(entered).filter((name) => isGarbled(entered[name] ?? ''))
  if (read.success && garbled.length === 0) return { ok: true, values: read.output, entered }

  const problems = Object.fromEntries(
    garbled.map((name) => [name, 'There are characters in it that nobody can read. Please type it again.']),
  )
  for (const issue of read.issues ?? []) problems[fieldOf(issue)] ??= unchosenIn(shape, issue) ?? issue.message
  return { ok: false, entered, problems }
}

/** Nobody types these, and each breaks something further on: a mail's head, a terminal, a file. Line breaks and tabs are text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
export const isGarbled = (text: string): boolean => control.test(text)

/** A box without its tick and a choice that nobody made send nothing: that is no broken form, and their own sentence says what to do. */
function unchosenIn(shape: v.GenericSchema, issue: v.BaseIssue<unknown>): string | undefined {
  if (issue.expected !== `"${fieldOf(issue)}"` || !('entries' in shape)) return undefined
  const choices = shape.entries as Record<string, { type: string; message?: unknown }> // the fields of an object's shape
  const { type, message } = choices[fieldOf(issue)] ?? {}
  return (type === 'literal' || type === 'picklist') && typeof message === 'string' ? message : undefined
}

/** No page has a place for a field that it does not know, so that is a problem of the form as a whole. */
const fieldOf = (issue: v.BaseIssue<unknown>): string => (issue.expected === 'never' ? '' : (v.getDotPath(issue) ?? ''))

/** A form that was well typed but is refused by the act: the same page again, with the refusal at a field or above the form. */
export const withProblem = (form: { entered: Record<string, string> }, message: string, field = ''): FormState => ({
  entered: form.entered,
  problems: { [field]: message },
})

/** Counts what comes, for a body need not say how long it is. */
const capped = (maxBytes: number) =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Refusal('too_large', 'That is more text than this form takes.')
    },
  })

async function enteredIn(c: AppContext, maxBytes: number): Promise<Record<string, string>> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) {
    throw new Refusal('bad_request', 'This address takes a form. Please go back to the page and send it from there.')
  }
  await capped(maxBytes)(c, async () => {})
  const body = await c.req.parseBody({ all: true }).catch(() => {
    throw new Refusal('bad_request', 'The form arrived damaged. Please send it again.')
  })
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, textOf(value).trim()]))
}

/**
 * A file is no text. Our forms name each field once: of several values none is guessed to be the right one.
 *
 * @throws Refusal bad_request
 */
function textOf(value: string | File | (string | File)[]): string {
  if (Array.isArray(value)) throw new Refusal('bad_request', 'The form arrived with a field twice. Please send it again from its page.')
  return typeof value === 'string' ? value : ''
}
