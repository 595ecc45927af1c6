import { expect, it } from 'vitest'
import { clicks, linkTotals } from '../../../schema/tracking.ts'
import { newClickId } from '../../../worker/tracking/click-id.ts'
import { ingestClicks } from '../../../worker/tracking/ingest.ts'
import { pruneClicks } from '../../../worker/tracking/prune.ts'
import { createWorld } from '../../support/world.ts'

it('drops clicks older than 13 months and keeps what they counted', async () => {
  const world = await createWorld()
  const at = (text: string, index: number) => {
    const clickedAt = new Date(text)
    const id = newClickId(clickedAt, index.toString(16).padStart(12, '0'))
    const more = { campaign: null, country: null, device: 'phone', referrerHost: null, visitorHash: null } as const
    return { id, linkId: 'lnk_1', partnerId: 'par_1', clickedAt: clickedAt.getTime(), ...more }
  }
  // The clock says 2026-11-02T09:00:00Z.
  const kept = at('2025-10-02T09:00:00.000Z', 2)
  await ingestClicks(world.deps, [{ clicks: [at('2025-10-02T08:59:59.999Z', 1), kept, at('2024-01-01T00:00:00Z', 3)] }])

  await pruneClicks(world.deps)
  await pruneClicks(world.deps)

  expect((await world.deps.db.select().from(clicks)).map(({ id }) => id)).toEqual([kept.id])
  expect(await world.deps.db.select().from(linkTotals)).toMatchObject([{ clicks: 3 }])
})

it('never drops younger ones because that month had fewer days', async () => {
  const world = await createWorld()
  const clickedAt = new Date('2026-02-28T12:00:00Z')
  const click = { id: newClickId(clickedAt, '000000000001'), linkId: 'lnk_1', partnerId: 'par_1', clickedAt: clickedAt.getTime() }
  const more = { campaign: null, country: null, device: 'phone', referrerHost: null, visitorHash: null } as const
  await ingestClicks(world.deps, [{ clicks: [{ ...click, ...more }] }])
  const pruneAt = (time: string) => pruneClicks({ ...world.deps, now: () => new Date(time) })

  await pruneAt('2027-03-31T12:00:00Z')
  expect(await world.deps.db.select().from(clicks)).toHaveLength(1)
  await pruneAt('2027-04-01T00:00:00Z')
  expect(await world.deps.db.select().from(clicks)).toEqual([])
})

it('leaves the clock it was handed as it is', async () => {
  const world = await createWorld()
  const at = world.now()
  const before = at.getTime()
  await pruneClicks({ ...world.deps, now: () => at })
  expect(at.getTime()).toBe(before)
})
