import type { State } from './state.ts'

/** One stored object: whose books it is in, and its place in the order of creation. */
export type Row<T> = { owner: string; seq: number; object: T }
export type Table<T> = Record<string, Row<T>>

/**
 * The ids of each owner, oldest first: made from a table when it is first asked for, and kept beside it, for it is no part of the state. Rows
 * stand in a table in the order of their creation, also after a round trip through JSON.
 */
const idsByOwner = new WeakMap<object, Map<string, string[]>>()

function idsOf<T>(table: Table<T>, owner: string): string[] {
  const known = idsByOwner.get(table)
  if (known) return known.get(owner) ?? []
  const ids = new Map<string, string[]>()
  for (const [id, row] of Object.entries(table)) {
    const ofOwner = ids.get(row.owner)
    if (ofOwner) ofOwner.push(id)
    else ids.set(row.owner, [id])
  }
  idsByOwner.set(table, ids)
  return ids.get(owner) ?? []
}

/** Stores a new object in the books of `owner` and gives it back. */
export function insert<T extends { id: string }>(state: State, table: Table<T>, owner: string, object: T): T {
  const ids = idsOf(table, owner)
  state.seq += 1
  table[object.id] = { owner, seq: state.seq, object }
  ids.push(object.id)
  idsByOwner.get(table)?.set(owner, ids)
  return object
}

export function remove<T>(table: Table<T>, ids: string[]): void {
  if (ids.length === 0) return
  for (const id of ids) delete table[id]
  idsByOwner.delete(table)
}

/** The object, if it is in these books. */
export const find = <T>(table: Table<T>, owner: string, id: string | undefined | null): T | undefined => {
  const row = id ? table[id] : undefined
  return row?.owner === owner ? row.object : undefined
}

/** All objects of these books, newest first. */
export const newestFirst = <T>(table: Table<T>, owner: string): T[] =>
  idsOf(table, owner)
    .flatMap((id) => table[id]?.object ?? [])
    .reverse()

/** The newest object of these books, if there is any. */
export const newest = <T>(table: Table<T>, owner: string): T | undefined => {
  const id = idsOf(table, owner).at(-1)
  return id ? table[id]?.object : undefined
}
