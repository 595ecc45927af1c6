import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Ask, type Bound, bindingOver, type Row } from './binding.ts'
import { askWrangler } from './wrangler.ts'

/** Where the books are, and whether it is now there: a local world stands still while nobody runs it. */
export type Source = { binding: D1Database; name: string; isLive: boolean; close: () => void }

/** A file of SQLite: a local world's, an export that was read into one, a copy. It is opened for reading alone. */
export function openFile(file: string): Source {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  // D1 binds every number as REAL, and so does node:sqlite.
  const ask: Ask = async (statements) =>
    statements.map(({ sql, parameters }: Bound) => sqlite.prepare(sql).all(...(parameters as SQLInputValue[])) as Row[]) // texts and numbers
  return { binding: bindingOver(ask), name: file, isLive: false, close: () => sqlite.close() }
}

/** The D1 that wrangler.toml names, where it is deployed, or the one of a local world, both asked through `wrangler d1 execute`. */
export const openWrangler = (folder: string | undefined): Source => ({
  binding: bindingOver(askWrangler(folder === undefined ? ['--remote'] : ['--local', '--persist-to', join(folder, 'd1')])),
  name: folder === undefined ? 'the deployed database' : `${folder}, through wrangler`,
  isLive: folder === undefined,
  close: () => {},
})

/** The file in which a local world keeps its D1. */
export function fileOf(folder: string): string {
  const place = join(folder, 'd1/v3/d1/miniflare-D1DatabaseObject')
  const name = existsSync(place) ? readdirSync(place).find((each) => /^[0-9a-f]{64}\.sqlite$/.test(each)) : undefined
  if (!name)
    throw new Error(`There is no local world in ${folder}. Start one with npm start, or name a database with --database or --remote.`)
  return join(place, name)
}
