import { badParameter } from './errors.ts'
import { expand, integer, type Range, rangeOfTime, text, type Values } from './params.ts'
import type { State } from './state.ts'
import { newestFirst, type Table } from './table.ts'

export const pageParams = { limit: integer({ min: 1, max: 100 }), starting_after: text, ending_before: text, ...expand }
export const createdParams = { created: rangeOfTime }
type PageParams = Values<typeof pageParams>

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string }

export const isWithin = (range: Range | undefined, at: number): boolean =>
  !range ||
  ((range.gt === undefined || at > range.gt) &&
    (range.gte === undefined || at >= range.gte) &&
    (range.lt === undefined || at < range.lt) &&
    (range.lte === undefined || at <= range.lte))

/**
 * A page of the books of `owner`, newest first. A cursor is a place in the order of creation, so a page stays right while
 * rows are inserted, and even when the cursor's own row no longer matches the filter.
 */
export function listPage<T extends { id: string }>(
  { table, owner, url, matches }: { table: Table<T>; owner: string; url: string; matches?: (object: T) => boolean },
  params: PageParams,
): List<T> {
  const limit = params.limit ?? 10
  const after = cursor(table, owner, params.starting_after, 'starting_after')
  const before = cursor(table, owner, params.ending_before, 'ending_before')
  if (after !== undefined && before !== undefined) {
    throw badParameter('Received both starting_after and ending_before parameters. Please pass in only one.', 'ending_before')
  }
  const all = newestFirst(table, owner).filter((object) => !matches || matches(object))
  const seqOf = (object: T) => table[object.id]?.seq ?? 0
  if (before !== undefined) {
    const newer = all.filter((object) => seqOf(object) > before)
    return { object: 'list', data: newer.slice(-limit), has_more: newer.length > limit, url }
  }
  const rest = after === undefined ? all : all.filter((object) => seqOf(object) < after)
  return { object: 'list', data: rest.slice(0, limit), has_more: rest.length > limit, url }
}

function cursor<T>(table: Table<T>, owner: string, id: string | undefined, param: string): number | undefined {
  if (id === undefined) return undefined
  const row = table[id]
  if (!row || row.owner !== owner) throw badParameter(`No such object: '${id}'`, param, 'resource_missing')
  return row.seq
}

/** A list inside an object, with the count that Stripe adds there. */
export const embedded = <T>(data: T[], url: string) => ({ object: 'list' as const, data, has_more: false, total_count: data.length, url })

/** A page of v2: the cursor travels inside `next_page_url`, and older pages stay the same while rows are inserted. */
export function v2Page<T extends { id: string }>(
  state: State,
  { table, path, matches }: { table: Table<T>; path: string; matches?: (object: T) => boolean },
  params: { limit?: number | undefined; page?: string | undefined },
  query: Record<string, string> = {},
): { data: T[]; next_page_url: string | null; previous_page_url: string | null } {
  const limit = params.limit ?? 20
  const from = params.page ? Number(params.page.replace(/^page_/, '')) : Number.POSITIVE_INFINITY
  const rows = Object.values(table)
    .filter((row) => row.owner === state.platform.id && row.seq < from && (!matches || matches(row.object)))
    .sort((a, b) => b.seq - a.seq)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next =
    rows.length > limit && last ? `${path}?${new URLSearchParams({ ...query, limit: String(limit), page: `page_${last.seq}` })}` : null
  return { data: shown.map((row) => row.object), next_page_url: next, previous_page_url: null }
}
