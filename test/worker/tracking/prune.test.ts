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

it('leaves the clock it was handed as it is', async () => {
  const world = await createWorld()
  const at = world.now()
  const before = at.getTime()
  await pruneClicks({ ...world.deps, now: () => at })
  expect(at.getTime()).toBe(before)
})
