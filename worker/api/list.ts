import * as v from 'valibot'
import { readValues } from './body.ts'
import { InvalidInput } from './problem.ts'

/** The 30th of February would be read as a day in March. */
const isRealInstant = (text: string): boolean => {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 19))
}

const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, 'Give an instant in UTC, such as 2026-11-02T09:00:00Z.'),
  v.check(isRealInstant, 'There is no such day or time.'),
  v.transform((text) => new Date(text)),
)
const anId = v.pipe(v.string(), v.regex(/^[a-z]+_\w{1,60}$/, 'Give the id of a row of this list.'))

/** What every list of the API takes: a page behind or before a row, and a span of `created_at`. */
export const listParameters = {
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^([1-9]\d?|100)$/, 'Give a whole number from 1 to 100.'),
      v.transform((text) => Number(text)),
    ),
    '25',
  ),
  starting_after: v.optional(anId),
  ending_before: v.optional(anId),
  'created_at[gt]': v.optional(instant),
  'created_at[gte]': v.optional(instant),
  'created_at[lt]': v.optional(instant),
  'created_at[lte]': v.optional(instant),
}

/** Which rows of a list, newest first: those behind a row, or the ones right before it. `since` and `until` are part of the span. */
type Span = { since?: Date | undefined; until?: Date | undefined }
export type Page = Span & { limit: number; from?: { id: string; direction: 'after' | 'before' } | undefined }

/**
 * Reads the parameters of a list against its own and those of all lists; each may be there once.
 *
 * @throws InvalidInput
 */
export function readList<Shape extends v.GenericSchema<unknown, unknown>>(url: string, shape: Shape): v.InferOutput<Shape> {
  const { searchParams } = new URL(url)
  const twice = [...searchParams.keys()].find((name) => searchParams.getAll(name).length > 1)
  if (twice !== undefined) throw new InvalidInput([{ pointer: `?${twice.slice(0, 100)}`, code: 'invalid', detail: 'Give it once.' }])
  try {
    return readValues(Object.fromEntries(searchParams), shape)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    throw new InvalidInput(error.errors.map((each) => ({ ...each, pointer: `?${each.pointer.slice(1)}` })))
  }
}

type Parameters = v.InferOutput<v.StrictObjectSchema<typeof listParameters, undefined>>

const latest = (...instants: (Date | undefined)[]) => instants.reduce((a, b) => (a && (!b || a >= b) ? a : b))
const earliest = (...instants: (Date | undefined)[]) => instants.reduce((a, b) => (a && (!b || a <= b) ? a : b))
/** Instants are whole milliseconds. */
const shifted = (at: Date | undefined, ms: number) => at && new Date(at.getTime() + ms)

/** @throws InvalidInput for a page that is both behind and before a row */
export function pageOf(parameters: Parameters): Page {
  const { limit, starting_after: after, ending_before: before } = parameters
  if (after && before) {
    throw new InvalidInput([{ pointer: '?ending_before', code: 'invalid', detail: 'Give starting_after or ending_before, not both.' }])
  }
  const id = after ?? before
  return {
    limit,
    since: latest(parameters['created_at[gte]'], shifted(parameters['created_at[gt]'], 1)),
    until: earliest(parameters['created_at[lte]'], shifted(parameters['created_at[lt]'], -1)),
    from: id ? { id, direction: after ? 'after' : 'before' } : undefined,
  }
}

/** Rows as they were read, one more than the page and nearest first; as the API lists them. */
export function listOf<Row>(rows: readonly Row[], { limit, from }: Page): { rows: Row[]; has_more: boolean } {
  const page = rows.slice(0, limit)
  return { rows: from?.direction === 'before' ? page.toReversed() : page, has_more: rows.length > limit }
}
