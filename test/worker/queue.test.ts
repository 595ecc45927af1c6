import { beforeEach, expect, it, vi } from 'vitest'
import { linkTotals } from '../../schema/tracking.ts'
import { consume } from '../../worker/queue.ts'
import { newClickId } from '../../worker/tracking/click-id.ts'
import type { ClickMessage } from '../../worker/tracking/message.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const clicksOf = (n: number): ClickMessage => {
  const clickedAt = world.now()
  const id = newClickId(clickedAt, n.toString(16).padStart(12, '0'))
  const more = { campaign: null, country: null, device: 'phone', referrerHost: null, visitorHash: null } as const
  return { clicks: [{ id, linkId: 'lnk_1', partnerId: 'par_1', clickedAt: clickedAt.getTime(), ...more }] }
}

/** Messages as the queue hands them over, and when each comes again. */
function handOver(attempts: readonly number[]) {
  const again: (number | undefined)[] = []
  const messages = attempts.map((tries, n) => ({
    body: clicksOf(n),
    attempts: tries,
    ack: () => {},
    retry: (options?: QueueRetryOptions) => void again.push(options?.delaySeconds),
  }))
  // The consumer uses nothing else of it.
  return { batch: { queue: 'goodword-clicks', messages } as unknown as MessageBatch, again }
}

it('writes the clicks of all messages', async () => {
  const { batch, again } = handOver([1, 1, 3])

  await consume(world.deps, batch)

  expect(await world.deps.db.select().from(linkTotals)).toMatchObject([{ clicks: 3 }])
  expect(again).toEqual([])
})

it('lets clicks come again, later each time, while the database is away, and counts them once', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const away = new Proxy(world.deps.db, { get: () => () => Promise.reject(new Error('D1 is away')) })
  const { batch, again } = handOver([1, 2, 5, 10])

  await consume({ ...world.deps, db: away }, batch)
  expect(again).toEqual([30, 60, 480, 3_600])
  said.mockRestore()

  await consume(world.deps, batch)
  await consume(world.deps, batch)
  expect(await world.deps.db.select().from(linkTotals)).toMatchObject([{ clicks: 4 }])
})
