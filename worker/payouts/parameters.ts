import { type SQL, sql } from 'drizzle-orm'

/** D1 binds every number as REAL: in an expression it is cast back (money.md B3). */
export const asInteger = (n: number): SQL => sql`cast(${n} as integer)`
export const asTime = (at: Date): SQL => asInteger(at.getTime())

/** A list travels as one parameter: `id in ${eachOf(ids)}`. */
export const eachOf = (values: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`

/** Rows travel as one parameter, too: `select value ->> 'id' from ${rowsOf(rows)}`. */
export const rowsOf = (rows: readonly object[]): SQL => sql`json_each(${JSON.stringify(rows)})`
