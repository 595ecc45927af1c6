import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

/**
 * The chain over everything that is only ever appended: seal n covers each log from where seal n-1 ended, and its hash covers the
 * hash before it. Whoever changes, removes or swaps a sealed row must change every later hash, those that left with a mail included.
 */
export const seals = sqliteTable(
  'seals',
  {
    n: integer().primaryKey(),
    /** The hash of seal n-1; of the first one, 64 zeros. */
    previous: text().notNull(),
    /** SHA-256 in hex over `previous` and the canonical rows (worker/audit/rules-seals.ts). */
    hash: text().notNull(),
    sealedAt: at('sealed_at').notNull(),
    /** Which canonical form its rows were written in. */
    form: integer().notNull(),
    /** How many rows it covers. */
    rows: integer().notNull(),
    /** By log, the position of the last row that this seal or one before it covers. */
    upto: json<Record<string, number>>('upto').notNull(),
  },
  (table) => [
    check('seals_hash', sql`length(${table.hash}) = 64 and ${table.hash} not glob '*[^0-9a-f]*'`),
    check('seals_rows', sql`${table.rows} > 0`),
  ],
)
export type Seal = typeof seals.$inferSelect
