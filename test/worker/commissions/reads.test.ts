import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../../worker/database.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveWonDeal } from '../deals/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

/** What D1 says it reads while the page is drawn; batches are counted, too. */
async function rowsReadBy(path: string, as: { kind: 'member' | 'staff'; id: string }): Promise<number> {
  let rows = 0
  const note = <Result extends { meta: { rows_read?: number } }>(result: Result) => {
    rows += result.meta.rows_read ?? 0
    return result
  }
  const counted = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => counted(target.bind(...values))
        if (name === 'all') return async () => note(await target.all())
        // Drizzle reads rows by `raw`, which tells no meta: ask once more for the figures.
        if (name === 'raw') return async () => [note(await target.all()), await target.raw()][1]
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const binding = {
    prepare: (query: string) => counted(env.DB.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => (await env.DB.batch(statements)).map(note),
  }
  const plain = world.deps.db
  world.deps.db = openDatabase(binding as D1Database, { sleep: () => new Promise(() => {}), chance: () => 0.5 }) // what the port asks of it
  const answer = await world.ask(path, { as })
  world.deps.db = plain
  expect(answer.status).toBe(200)
  return rows
}

it('draws a list from its page alone, however long the list is', { timeout: 60_000 }, async () => {
  const { partner, pay } = await haveWonDeal(world)
  const finance = await haveStaff(world, 'finance')
  for (let n = 0; n < 60; n += 1) await pay(1000 + n)
  const pages = [
    ['/earnings', partner.owner],
    ['/earnings?status=pending', partner.owner],
    ['/commissions', finance],
    ['/commissions?status=pending', finance],
    [`/commissions?partner=${partner.id}`, finance],
    ['/deals', finance],
    ['/deals?status=won', finance],
  ] as const

  const before: number[] = []
  for (const [path, as] of pages) before.push(await rowsReadBy(path, as))
  for (let n = 0; n < 100; n += 1) await pay(2000 + n)
  const after: number[] = []
  for (const [path, as] of pages) after.push(await rowsReadBy(path, as))

  expect(Math.max(...after)).toBeLessThanOrEqual(300)
  expect(after.map((rows, index) => rows <= (before[index] ?? 0) * 1.2)).toEqual(pages.map(() => true))
})
