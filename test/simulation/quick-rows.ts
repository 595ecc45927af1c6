import { Column, SQL } from 'drizzle-orm'

type Field = { path: string[]; field: unknown }
type Decoder = { mapFromDriverValue(value: unknown): unknown }

const lists = new WeakMap<object, Field[]>()

/** The fields of a table in their order, found once: a table's columns are one object for ever. */
export function listOnce(fields: object, list: (fields: object) => Field[]): Field[] {
  const before = lists.get(fields)
  if (before) return before
  const found = list(fields)
  lists.set(fields, found)
  return found
}

const decoders = new WeakMap<Field[], Decoder[] | null>()

/** How each value of a row becomes the product's; null where rows are nested or a field is a query of its own: the library's case. */
export function decodersOf(fields: Field[]): Decoder[] | null {
  const before = decoders.get(fields)
  if (before !== undefined) return before
  const found = fields.flatMap(({ path, field }) => (path.length === 1 ? (decoderOf(field) ?? []) : []))
  const all = found.length === fields.length ? found : null
  decoders.set(fields, all)
  return all
}

function decoderOf(field: unknown): Decoder | undefined {
  if (field instanceof Column) return field
  if (field instanceof SQL) return decoderIn(field)
  return field instanceof SQL.Aliased ? decoderIn(field.sql) : undefined
}

const decoderIn = (field: SQL): Decoder => (field as unknown as { decoder: Decoder }).decoder // internal there

export function decodeRow(fields: Field[], decoding: Decoder[], row: unknown[]): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (let index = 0; index < fields.length; index += 1) {
    const value = row[index]
    const name = fields[index]?.path[0] ?? ''
    result[name] = value === null ? null : decoding[index]?.mapFromDriverValue(value)
  }
  return result
}
