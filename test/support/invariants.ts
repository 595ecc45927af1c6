import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { deals } from '../../schema/deals.ts'
import { changesOfDeal } from '../../worker/deals/changes.ts'
import { readDeal } from '../../worker/deals/store-state.ts'
import { invariantQueries } from './invariant-queries.ts'
import type { World } from './world.ts'

/** Asserts what must hold after every step (money.md 13): the books, the commissions beside them and the figures kept for pages. */
export async function checkInvariants(world: World): Promise<void> {
  const broken: Record<string, unknown[]> = {}
  for (const [name, query] of Object.entries(invariantQueries)) {
    const rows = await world.deps.db.all(sql.raw(query))
    if (rows.length > 0) broken[name] = rows.slice(0, 5)
  }
  for (const { id } of await world.deps.db.select({ id: deals.id }).from(deals)) {
    const missing = changesOfDeal(await readDeal(world.deps.db, id)).map((change) => ({
      deal: id,
      kind: change.kind,
      payment: change.payment.id,
    }))
    if (missing.length > 0) broken[`I19, I31 deal ${id} is up to date`] = missing
  }
  expect(broken).toEqual({})
}
