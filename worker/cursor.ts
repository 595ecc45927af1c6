import { type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { Refusal } from './errors.ts'

/** Where a page of a list begins: behind this instant and id, newest first. */
export type Cursor = { at: number; id: string }

export const pageSize = 50

export const cursorOf = (row: { at: Date; id: string }): string => `${row.at.getTime()}~${row.id}`

/** @throws Refusal bad_request for a cursor that we did not make */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined
  const parts = /^(\d{1,15})~([\w-]{1,80})$/.exec(text)
  if (!parts?.[1] || !parts[2]) throw new Refusal('bad_request', 'That page of the list does not exist. Please start at its beginning.')
  return { at: Number(parts[1]), id: parts[2] }
}

/** The condition of a list ordered by `(at desc, id desc)`. Rows that arrive meanwhile neither repeat nor hide one. */
export const behind = (cursor: Cursor | undefined, at: AnySQLiteColumn, id: AnySQLiteColumn): SQL | undefined =>
  cursor && sql`(${at}, ${id}) < (cast(${cursor.at} as integer), ${cursor.id})`

/** Cuts a list read with `limit pageSize + 1` to a page, and says where the next one begins. */
export function pageOf<Row>(rows: Row[], keyOf: (row: Row) => { at: Date; id: string }): { rows: Row[]; next: string | undefined } {
  const page = rows.slice(0, pageSize)
  const last = page.at(-1)
  return { rows: page, next: rows.length > pageSize && last ? cursorOf(keyOf(last)) : undefined }
}

const rowsAtOnce = 500
const rowsAtMost = 10_000

/** A whole list for a file, page by page and 10,000 rows at most. */
export async function readAll<Row>(
  list: (cursor: Cursor | undefined, limit: number) => Promise<Row[]>,
  keyOf: (row: Row) => { at: Date; id: string },
): Promise<Row[]> {
  const rows: Row[] = []
  while (rows.length < rowsAtMost) {
    const last = rows.at(-1)
    const page = await list(last && readCursor(cursorOf(keyOf(last))), rowsAtOnce)
    rows.push(...page)
    if (page.length < rowsAtOnce) break
  }
  return rows
}
