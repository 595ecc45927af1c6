import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { guard } from '../../schema/ledger.ts'
import { settings } from '../../schema/people.ts'
import { type DatabaseClock, openDatabase, wasRefused } from '../../worker/database.ts'
import { changedExactly, holdsNow } from '../../worker/guard.ts'

/** A clock on which back-off passes at once and a deadline never does. */
const patient: DatabaseClock = { sleep: (ms) => (ms < 10_000 ? Promise.resolve() : new Promise(() => {})), chance: () => 0 }

/** D1 whose first `n` batches fail with the text, before or after they took effect. */
function troubled(n: number, text: string, when: 'before' | 'after'): D1Database {
  let left = n
  const binding = {
    prepare: (query: string) => env.DB.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      const fails = left-- > 0
      if (fails && when === 'before') throw new Error(text)
      const results = await env.DB.batch(statements)
      if (fails) throw new Error(text)
      return results
    },
  }
  return binding as unknown as D1Database // the port calls nothing else
}

const setting = (key: string) => ({ key, value: 1, setBy: 'test', setAt: new Date(0) })
const lost = 'D1_ERROR: Network connection lost.'

describe('the database port', () => {
  it('repeats a batch after a passing fault', async () => {
    const db = openDatabase(troubled(4, lost, 'before'), patient)

    await db.batch([db.insert(settings).values(setting('a'))])

    expect(await db.select().from(settings)).toHaveLength(1)
  })

  it('gives up after five tries', async () => {
    const db = openDatabase(troubled(5, lost, 'before'), patient)

    await expect(db.batch([db.insert(settings).values(setting('a'))])).rejects.toThrow()
  })

  it('does not repeat what D1 refused', async () => {
    const db = openDatabase(troubled(1, 'D1_ERROR: no such table: nothing', 'before'), patient)

    await expect(db.batch([db.insert(settings).values(setting('a'))])).rejects.toThrow()
    expect(await db.select().from(settings)).toHaveLength(0)
  })

  it('meets its own key when the first try had taken effect, and says so', async () => {
    const db = openDatabase(troubled(1, lost, 'after'), patient)

    const error = await db.batch([db.insert(settings).values(setting('a'))]).catch((reason: unknown) => reason)

    expect(wasRefused(error)).toBe(true)
    expect(await db.select().from(settings)).toHaveLength(1)
  })

  it('repeats a batch whose deadline passed', async () => {
    let calls = 0
    const stalled = {
      prepare: (query: string) => env.DB.prepare(query),
      batch: (all: D1PreparedStatement[]) => (++calls === 1 ? new Promise(() => {}) : env.DB.batch(all)),
    }
    const hasty: DatabaseClock = { sleep: () => new Promise((wake) => setTimeout(wake, calls > 1 ? 1000 : 1)), chance: () => 0 }
    const db = openDatabase(stalled as unknown as D1Database, hasty)

    await db.batch([db.insert(settings).values(setting('a'))])

    expect(calls).toBe(2)
  })
})

describe('the guard', () => {
  it('undoes the whole batch when the statement before changed another number of rows', async () => {
    const db = openDatabase(env.DB, patient)

    const error = await db
      .batch([
        db.insert(settings).values(setting('a')),
        db.update(settings).set({ setBy: 'x' }).where(sql`key = 'missing'`),
        ...changedExactly(db),
      ])
      .catch((reason: unknown) => reason)

    expect(wasRefused(error)).toBe(true)
    expect(await db.select().from(settings)).toHaveLength(0)
    expect(await db.select().from(guard)).toHaveLength(0)
  })

  it('lets a batch pass whose counts and conditions hold, and stays empty', async () => {
    const db = openDatabase(env.DB, patient)

    await db.batch([
      db.insert(settings).values([setting('a'), setting('b')]),
      ...changedExactly(db, 2),
      ...holdsNow(db, sql`(select count(*) from settings) = 2`),
    ])

    expect(await db.select().from(guard)).toHaveLength(0)
  })
})
