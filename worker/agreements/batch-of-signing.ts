import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'

export type Signing = Pick<Deps, 'db' | 'now' | 'hints' | 'settings'>

export const moved = 'This was changed since you opened the page. Please look at what stands now.'

/** One batch; what the tables refuse is told in a sentence. @throws Refusal wrong_state */
export async function together(db: Db, statements: readonly Statement[], otherwise: string): Promise<void> {
  try {
    await inOneBatch(db, statements)
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', otherwise) : error
  }
}
