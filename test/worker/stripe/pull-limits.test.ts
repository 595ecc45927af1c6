import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { pullNames } from '../../../schema/records.ts'
import { openDatabase } from '../../../worker/database.ts'
import { type PullList, pull } from '../../../worker/stripe/pull.ts'
import { invocation, Meter } from '../../bench/payouts/meter.ts'
import { createWorld } from '../../support/world.ts'

it('a walk of thousands of pages asks the database less than half of what an invocation may', { timeout: 60_000 }, async () => {
  const world = await createWorld()
  const rows = invocation('pull')
  const meter = new Meter({ during: (work) => work(), sleep: async () => {} }, () => 0)
  world.deps.db = openDatabase(meter.bindingOf(env.DB, rows), { sleep: () => new Promise(() => {}), chance: () => 0.5 })
  // As of bank accounts: each page asks twice, and nothing is new on it.
  const endless: PullList = {
    reachDays: 0,
    page: async ({ db }, { behind = '0' }) => {
      await db.run(sql`select 1`)
      await db.run(sql`select 2`)
      return { events: [], next: `${Number(behind) + 1}` }
    },
  }
  const lists = Object.fromEntries(pullNames.map((name) => [name, endless])) as Record<(typeof pullNames)[number], PullList> // each of them

  await pull(world.deps, lists, { begin: true })
  expect(rows.statements).toBeLessThan(500)

  // It went on where it was.
  const places = () => world.deps.db.all<{ n: number }>(sql`select coalesce(max(cast(behind as integer)), 0) "n" from pulls`)
  const [before] = await places()
  expect(before?.n).toBeGreaterThan(50)
  await pull(world.deps, lists, { begin: false })
  expect((await places())[0]?.n).toBe(2 * (before?.n ?? 0))
})
