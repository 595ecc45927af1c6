import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'

/** Every statement goes to the primary: no session of a replica is ever opened on this port (money.md B9). */
export type Db = DrizzleD1Database

/** What the port needs from outside; tests and the simulation hand in their own. */
export type DatabaseClock = { sleep: (ms: number) => Promise<void>; chance: () => number }

const deadlineMs = 10_000
const tries = 5
/** Texts of D1's passing faults. A batch is repeated after them, since every batch may run twice (money.md B4). */
const passing =
  /Network connection lost|storage caused object to be reset|reset because its code was updated|Internal error while starting up D1|exceeded timeout|transient issue on remote node|D1 DB is overloaded|deadline of the database port/i

const wallClock: DatabaseClock = { sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)), chance: () => Math.random() }

/**
 * The database port: deadlines, retries and jitter of every batch live here and nowhere in money code (money.md B12).
 * Its statements are D1's own; only `batch` is ours.
 */
export function openDatabase(binding: D1Database, clock: DatabaseClock = wallClock): Db {
  const port = {
    prepare: (query: string) => binding.prepare(query),
    batch: (statements: D1PreparedStatement[]) => repeatBatch(binding, statements, clock),
  }
  // Drizzle's D1 session calls `prepare` and `batch` and nothing else.
  return drizzle(port as D1Database)
}

async function repeatBatch(binding: D1Database, statements: D1PreparedStatement[], clock: DatabaseClock) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await Promise.race([binding.batch(statements), deadline(clock)])
    } catch (error) {
      if (attempt === tries || !passing.test(String(error))) throw error
      await clock.sleep(2 ** attempt * 50 * (0.5 + clock.chance()))
    }
  }
}

async function deadline(clock: DatabaseClock): Promise<never> {
  await clock.sleep(deadlineMs)
  throw new Error('The deadline of the database port passed')
}

/**
 * Whether a batch failed because what it does was done before, or because the row it decided from has moved: a key, a guard,
 * a CHECK or a trigger spoke. The caller reads again and goes on (money.md B4).
 */
export const wasRefused = (error: unknown): boolean => {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (/SQLITE_CONSTRAINT|UNIQUE constraint failed|CHECK constraint failed/i.test(each.message)) return true
  }
  return false
}
