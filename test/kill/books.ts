import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { invariants } from '../../worker/ledger/invariants.ts'

type Value = string | number | null
export type Row = Record<string, Value>

/** D1's own file, read beside the Worker or after its death; never written. */
export type Books = {
  rows: (sql: string, ...values: Value[]) => Row[]
  /** The invariants that some rows break, each with the first of them. */
  broken: () => string[]
  close: () => void
}

export function openBooks(folder: string): Books {
  const place = join(folder, 'state/d1/miniflare-D1DatabaseObject')
  const name = readdirSync(place).find((each) => /^[0-9a-f]{64}\.sqlite$/.test(each)) ?? ''
  const file = new DatabaseSync(join(place, name), { readOnly: true, timeout: 5_000 })
  // Our tables hold texts, integers and nulls.
  const rows = (sql: string, ...values: Value[]) => file.prepare(sql).all(...values) as Row[]
  return {
    rows,
    broken: () =>
      Object.entries(invariants).flatMap(([name, query]) => {
        const [first] = rows(query)
        return first ? [`${name}: ${JSON.stringify(first)}`] : []
      }),
    close: () => file.close(),
  }
}
