import { type SQL, sql } from 'drizzle-orm'
import { guard } from '../schema/ledger.ts'
import type { Db } from './database.ts'

/** Two statements for a batch: undo all of it unless the one before changed exactly `rows` rows (money.md B1). */
export const changedExactly = (db: Db, rows: SQL | number = 1) =>
  [db.insert(guard).select(sql`select (changes() = cast(${rows} as integer))`), db.delete(guard)] as const

/** Two statements for a batch: undo all of it unless the condition holds now. */
export const holdsNow = (db: Db, condition: SQL) => [db.insert(guard).select(sql`select (${condition})`), db.delete(guard)] as const
