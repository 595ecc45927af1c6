import { type SQL, sql } from 'drizzle-orm'
import { guard } from '../schema/ledger.ts'
import type { Db } from './database.ts'

/** For a batch: undo all of it unless the statement before changed exactly `rows` rows (money.md B1). A trigger keeps what holds from being written. */
export const changedExactly = (db: Db, rows: SQL | number = 1) =>
  [db.insert(guard).select(sql`select (changes() = cast(${rows} as integer))`)] as const

/** For a batch: undo all of it unless the condition holds now. */
export const holdsNow = (db: Db, condition: SQL) => [db.insert(guard).select(sql`select (${condition})`)] as const
