import type { BatchItem } from 'drizzle-orm/batch'
import { type Db, wasRefused } from './database.ts'
import { assert, Refusal } from './errors.ts'
import { forLog } from './log.ts'

/** A statement of somebody's batch. */
export type Statement = BatchItem<'sqlite'>

/** Runs the statements as one transaction, in this order: all of them stand or none does. */
export async function inOneBatch(db: Db, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements
  assert(first, 'a batch has a statement')
  await db.batch([first, ...rest])
}

const attempts = 5

/**
 * For acts that read, decide and write one batch guarded on what they read: when the batch is refused because something moved
 * in between, the act reads again (money.md B4).
 *
 * @throws Refusal conflict when others were faster five times running
 */
export async function readAgainIfRefused<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      if (!wasRefused(error)) throw error
      if (attempt < attempts) continue
      console.error(JSON.stringify({ level: 'error', message: forLog(error), cause: forLog((error as Error).cause ?? '') }))
      throw new Refusal('conflict', 'Others are changing the same record at this moment. Please try again.')
    }
  }
}
