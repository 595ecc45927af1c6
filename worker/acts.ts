import { eq } from 'drizzle-orm'
import { acts } from '../schema/records.ts'
import type { Db } from './database.ts'

/**
 * Each form that makes something carries an act id (`<ActId>`), so a double click is one act: this statement stands first in
 * the batch, the second batch meets its key, and the caller answers with what `findAct` says came of the first.
 */
export const actOnce = (db: Db, id: string, result: string, at: Date) => db.insert(acts).values({ id, result, at })

export async function findAct(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db.select({ result: acts.result }).from(acts).where(eq(acts.id, id))
  return row?.result
}
