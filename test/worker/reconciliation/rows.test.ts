import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../worker/database.ts'
import { invocation, Meter } from '../../bench/payouts/meter.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

const many = 10_000

/** Ten thousand breaks, half of them closed, and a thousand days. */
async function haveMuch({ deps: { db } }: World): Promise<void> {
  const numbers = sql`with recursive k (n) as (select 1 union all select n + 1 from k where n < ${many})`
  await db.run(sql`insert into recon_breaks (id, job, subject, currency, expected_minor, actual_minor, what, detail, opened_at, seen_at)
    ${numbers} select n, 'R' || (1 + n % 8), 'subject_' || n, 'usd', 100, 90, 'They differ.', '{}', 1000 + n, 1000 + n from k`)
  await db.run(sql`update recon_breaks set closed_at = 2000 + id, closed_how = 'clean_run' where id % 2 = 0`)
  await db.run(
    sql`insert into recon_days ${numbers} select date('2020-01-01', '+' || n || ' day'), 'usd', n, n, n, 0, 0, 0, 0, 0, n, 0, 1 from k where n < 1000`,
  )
}

it('the desk and its lists read few rows, however many there are', { timeout: 60_000 }, async () => {
  const world = await createWorld()
  const finance = await haveStaff(world, 'finance')
  await haveMuch(world)

  for (const path of ['/reconciliation', '/reconciliation/breaks', '/reconciliation/breaks?job=R3', '/reconciliation/breaks/5001']) {
    const rows = invocation(path)
    const meter = new Meter({ during: (work) => work(), sleep: async () => {} }, () => 0)
    const db = world.deps.db
    world.deps.db = openDatabase(meter.bindingOf(env.DB, rows), { sleep: () => new Promise(() => {}), chance: () => 0.5 })
    const answer = await world.ask(path, { as: finance })
    world.deps.db = db

    expect([path, answer.status]).toEqual([path, 200])
    expect(rows.read, `${path}: rows read in ${rows.statements} statements`).toBeLessThan(300)
  }
})
