import {
  type BuildQueryConfig,
  Column,
  getTableName,
  Name,
  Param,
  Placeholder,
  type Query,
  SQL,
  type SQLWrapper,
  StringChunk,
  Subquery,
  sql,
  Table,
} from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { SQLiteDialect } from 'drizzle-orm/sqlite-core'

/**
 * The query builder writes the same text in a third of the time: into one string, where the library merges one object for each
 * word. What is not known here goes the library's own way. That both say the same is held by `--parity`, which runs without this.
 */
type Out = { sql: string; params: unknown[] }

/** Writes one chunk; false when this is a case for the library. */
type Writer<Chunk> = (chunk: Chunk, out: Out) => boolean

const original = SQL.prototype.buildQueryFromSourceParams

SQL.prototype.buildQueryFromSourceParams = function (chunks: unknown[], config: BuildQueryConfig): Query {
  const out: Out = { sql: '', params: [] }
  if (!config.inlineParams && !config.invokeSource && !isInlined(this) && writeAll(chunks, out)) return out
  return original.call(this, chunks as SQL['queryChunks'], config) // as they came
}

// Nothing here is renamed, so the name of a column is its own.
CasingCache.prototype.getColumnCasing = (column) => column.name

const isInlined = (chunk: SQL): boolean => (chunk as unknown as { shouldInlineParams: boolean }).shouldInlineParams // private there

function writeAll(chunks: readonly unknown[], out: Out): boolean {
  for (const chunk of chunks) if (!write(chunk, out)) return false
  return true
}

function write(chunk: unknown, out: Out): boolean {
  if (chunk === undefined) return true
  if (typeof chunk !== 'object' || chunk === null) return typeof chunk !== 'function' && bind(chunk, out)
  const prototype: unknown = Object.getPrototypeOf(chunk)
  let writer = writers.get(prototype)
  if (!writer) {
    writer = writerFor(chunk)
    writers.set(prototype, writer)
  }
  return writer(chunk, out)
}

/** By what the chunk descends from, which is found out once. */
const writers = new Map<unknown, Writer<unknown>>()

const known: readonly (readonly [abstract new (...args: never[]) => unknown, Writer<never>])[] = [
  [StringChunk, ({ value }: StringChunk, out) => say(out, value.length === 1 ? (value[0] ?? '') : value.join(''))],
  [Name, ({ value }: Name, out) => say(out, quoted(value))],
  [Array, writeList],
  [SQL, (chunk: SQL, out) => !isInlined(chunk) && writeAll(chunk.queryChunks, out)],
  [Table, (table: Table, out) => !hasSchema(table) && say(out, quoted(getTableName(table)))],
  [Column, (column: Column, out) => !hasSchema(column.table) && say(out, nameOf(column))],
  [Param, writeParam],
  [Placeholder, () => false],
  [SQL.Aliased, ({ fieldAlias }: SQL.Aliased, out) => fieldAlias !== undefined && say(out, quoted(fieldAlias))],
  [Subquery, writeSubquery],
]

function writerFor(chunk: object): Writer<unknown> {
  const found = known.find(([type]) => chunk instanceof type)
  if (found) return found[1] as Writer<unknown> // it takes this type
  if ('getSQL' in chunk) return writeWrapped as Writer<unknown> // as it has just shown
  if (Object.getPrototypeOf(chunk) === Object.prototype) return () => false
  return bind
}

const say = (out: Out, text: string): true => {
  out.sql += text
  return true
}

function bind(value: unknown, out: Out): true {
  out.sql += '?'
  out.params.push(value)
  return true
}

const quoted = (name: string): string => `"${name.includes('"') ? name.replaceAll('"', '""') : name}"`

const schemaOf = Symbol.for('drizzle:Schema')
const hasSchema = (table: Table): boolean => (table as unknown as { [schemaOf]?: string })[schemaOf] !== undefined // internal there

const names = new WeakMap<Column, string>()

function nameOf(column: Column): string {
  const before = names.get(column)
  if (before) return before
  const name = `${quoted(getTableName(column.table))}.${quoted(column.name)}`
  names.set(column, name)
  return name
}

function writeList(list: unknown[], out: Out): boolean {
  out.sql += '('
  for (const [index, each] of list.entries()) {
    if (index > 0) out.sql += ', '
    if (!write(each, out)) return false
  }
  return say(out, ')')
}

function writeParam({ value, encoder }: Param, out: Out): boolean {
  if (value instanceof Placeholder) return false
  const mapped: unknown = value === null ? null : encoder.mapToDriverValue(value)
  return mapped instanceof SQL ? write(mapped, out) : bind(mapped, out)
}

function writeSubquery({ _ }: Subquery, out: Out): boolean {
  if (_.isWith) return say(out, quoted(_.alias))
  out.sql += '('
  return write(_.sql, out) && say(out, `) ${quoted(_.alias)}`)
}

function writeWrapped(chunk: SQLWrapper, out: Out): boolean {
  if (chunk.shouldOmitSQLParens?.()) return write(chunk.getSQL(), out)
  out.sql += '('
  return write(chunk.getSQL(), out) && say(out, ')')
}

type Field = { path: string[]; field: unknown }
type Selecting = { buildSelection(fields: Field[], options?: { isSingleTable?: boolean }): SQL }

const dialect = SQLiteDialect.prototype as unknown as Selecting // private there
const buildSelection = dialect.buildSelection

const selections = new WeakMap<Field[], SQL>()

/** Columns, which is nearly all that is ever selected, as one text; of one table, which is the same list each time, once. */
dialect.buildSelection = function (fields, options = {}) {
  const before = options.isSingleTable && selections.get(fields)
  if (before) return before
  const chunks: (StringChunk | SQL)[] = []
  let text = ''
  for (const [index, each] of fields.entries()) {
    if (index > 0) text += ', '
    const { field } = each
    if (field instanceof Column && field.columnType !== 'SQLiteNumericBigInt') {
      text += options.isSingleTable ? quoted(field.name) : nameOf(field)
      continue
    }
    chunks.push(new StringChunk(text), buildSelection.call(this, [each], options))
    text = ''
  }
  if (text) chunks.push(new StringChunk(text))
  const selection = sql.join(chunks)
  if (options.isSingleTable) selections.set(fields, selection)
  return selection
}
