import { readdirSync } from 'node:fs'
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { type Declared, personalData } from '../../../worker/prospects/personal-data.ts'

const files = readdirSync('schema').filter((file) => file.endsWith('.ts') && !['columns.ts', 'drizzle.config.ts'].includes(file))
const modules = await Promise.all(files.map((file) => import(`../../../schema/${file}`)))
const tables = modules
  .flatMap((each) => Object.values<unknown>(each))
  .flatMap((each) => (is(each, SQLiteTable) ? [getTableConfig(each)] : []))

/** Text that is neither an id nor one of a closed list of values. */
const textsOf = ({ columns }: (typeof tables)[number]): string[] =>
  columns
    .filter(
      (column) => column.getSQLType() === 'text' && (column.enumValues?.length ?? 0) === 0 && !/(^|_)(id|by|on|hash)$/.test(column.name),
    )
    .map(({ name }) => name)

const namesIn = ({ kept = '', erased = {}, sealed = '', searched = '' }: Declared): string[] =>
  [...`${kept} ${sealed} ${searched}`.split(' ').filter(Boolean), ...Object.keys(erased)].sort()

describe('personalData', () => {
  it.each(tables.map((table) => [table.name, table] as const))('says of every text of %s whether it is about a prospect', (name, table) => {
    const declared = personalData[name] ?? {}
    const said = namesIn(declared)
    const all = table.columns.map((column) => column.name)

    expect(textsOf(table).filter((column) => !said.includes(column) && declared.deleted === undefined)).toEqual([])
    expect(said.filter((column) => !all.includes(column))).toEqual([])
    expect(new Set(said).size).toBe(said.length)
  })

  it('names no table that is gone', () => {
    expect(Object.keys(personalData).filter((name) => !tables.some((table) => table.name === name))).toEqual([])
  })

  it('knows whose rows it erases', () => {
    expect(Object.values(personalData).filter(({ erased, deleted, rows }) => (erased || deleted) && !rows)).toEqual([])
  })
})
