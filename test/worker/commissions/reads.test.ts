import { beforeEach, expect, it } from 'vitest'
import { haveStaff } from '../../support/fixtures.ts'
import { rowsReadBy } from '../../support/rows-read.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveWonDeal } from '../deals/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

async function rowsReadFor(path: string, as: { kind: 'member' | 'staff'; id: string }): Promise<number> {
  const { rows, status } = await rowsReadBy(world, path, { as })
  expect(status).toBe(200)
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
  for (const [path, as] of pages) before.push(await rowsReadFor(path, as))
  for (let n = 0; n < 100; n += 1) await pay(2000 + n)
  const after: number[] = []
  for (const [path, as] of pages) after.push(await rowsReadFor(path, as))

  expect(Math.max(...after)).toBeLessThanOrEqual(300)
  expect(after.map((rows, index) => rows <= (before[index] ?? 0) * 1.2)).toEqual(pages.map(() => true))
})
