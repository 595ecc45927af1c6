import * as v from 'valibot'
import type { AppContext } from '../env.ts'
import { Refusal } from '../errors.ts'
import { type FieldError, InvalidInput } from './problem.ts'

/** A body as it came, and what it says. */
export type Body<Values> = { text: string; values: Values }

const maxBytes = 64 * 1_024
const jsonType = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i

/**
 * Reads a JSON body against its shape.
 *
 * @throws Refusal unsupported_type, too_large, bad_request; InvalidInput
 */
export async function readBody<Shape extends v.GenericSchema<unknown, unknown>>(
  c: AppContext,
  shape: Shape,
): Promise<Body<v.InferOutput<Shape>>> {
  if (!jsonType.test(c.req.header('content-type')?.trim() ?? '')) {
    throw new Refusal('unsupported_type', 'Send JSON in UTF-8, with “Content-Type: application/json”.')
  }
  const text = textOf(await cappedBytes(c.req.raw.body))
  return { text, values: readValues(jsonOf(text), shape) }
}

async function cappedBytes(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    length += part.length
    if (length > maxBytes) throw new Refusal('too_large', `A body has ${maxBytes} bytes at most.`)
    parts.push(part)
  }
  const whole = new Uint8Array(length)
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new Refusal('bad_request', 'The body is not UTF-8.')
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('bad_request', 'The body is no JSON.')
  }
}

/** @throws InvalidInput with one entry a field */
export function readValues<Shape extends v.GenericSchema<unknown, unknown>>(input: unknown, shape: Shape): v.InferOutput<Shape> {
  const read = v.safeParse(shape, input)
  if (read.success) return read.output
  const errors = new Map<string, FieldError>()
  for (const issue of read.issues) {
    const error = errorOf(issue)
    if (!errors.has(error.pointer)) errors.set(error.pointer, error)
  }
  throw new InvalidInput([...errors.values()])
}

function errorOf(issue: v.BaseIssue<unknown>): FieldError {
  const keys = (issue.path ?? []).map(({ key }) => String(key).slice(0, 100))
  const pointer = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  if (issue.expected === 'never') return { pointer, code: 'unknown_field', detail: 'There is no such field.' }
  return { pointer, code: issue.received === 'undefined' ? 'missing' : 'invalid', detail: issue.message }
}
