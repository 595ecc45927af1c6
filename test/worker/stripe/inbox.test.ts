import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { inbox } from '../../../schema/records.ts'
import { type Applied, type Applier, applyStored, putEvent, sweepInbox } from '../../../worker/stripe/inbox.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let asked: string[]
beforeEach(async () => {
  world = await createWorld()
  asked = []
})

const event = (id: string, type = 'invoice.paid') => ({ id, type, object: 'in_1', account: null, apiVersion: null, livemode: false })
const put = (id: string, type?: string) => putEvent(world.deps, 'platform', event(id, type))
const answering = (...answers: (Applied | Error)[]): Record<string, Applier> => ({
  'invoice.paid': async (_deps, { id }) => {
    asked.push(id)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer instanceof Error) throw answer
    return answer ?? 'done'
  },
})
const row = async (id: string) => (await world.deps.db.select().from(inbox).where(eq(inbox.id, id)))[0]

describe('a stored event', () => {
  it.each(['done', 'ignored'] as const)('that is %s is never applied again', async (answer) => {
    await put('evt_1')
    await applyStored(world.deps, 'evt_1', answering(answer))
    await applyStored(world.deps, 'evt_1', answering(answer))

    expect(asked).toEqual(['evt_1'])
    expect(await row('evt_1')).toMatchObject({ status: answer, tries: 1, error: null, doneAt: world.now() })
  })

  it('of a type nobody applies is acknowledged', async () => {
    await put('evt_1', 'toString')
    await applyStored(world.deps, 'evt_1', {})

    expect(await row('evt_1')).toMatchObject({ status: 'ignored' })
  })

  it('that waits for something is tried again at growing gaps, until it is there', async () => {
    await put('evt_1')
    const appliers = answering('waiting', 'waiting', 'done')
    await applyStored(world.deps, 'evt_1', appliers)
    await applyStored(world.deps, 'evt_1', appliers)
    await world.travel({ minutes: 1 })
    await applyStored(world.deps, 'evt_1', appliers)
    await world.travel({ minutes: 1 })
    await applyStored(world.deps, 'evt_1', appliers)
    expect(await row('evt_1')).toMatchObject({ status: 'waiting', tries: 2, error: null })
    await world.travel({ minutes: 1 })
    await applyStored(world.deps, 'evt_1', appliers)

    expect(await row('evt_1')).toMatchObject({ status: 'done', tries: 3 })
  })

  it('that fails keeps its error and is tried again', async () => {
    await put('evt_1')
    const appliers = answering(new Error('D1 fell asleep'), 'done')
    await applyStored(world.deps, 'evt_1', appliers)
    expect(await row('evt_1')).toMatchObject({ status: 'new', tries: 1, error: 'D1 fell asleep', doneAt: null })
    await world.travel({ minutes: 2 })
    await sweepInbox(world.deps, appliers)

    expect(await row('evt_1')).toMatchObject({ status: 'done', error: null })
  })

  it('is never put off for more than six hours', async () => {
    await put('evt_1')
    await world.deps.db.update(inbox).set({ tries: 500 })
    await applyStored(world.deps, 'evt_1', answering('waiting'))

    expect((await row('evt_1'))?.nextAt.getTime()).toBe(world.now().getTime() + 6 * 3_600_000)
  })

  it('applied by two consumers at once ends once', async () => {
    await put('evt_1')
    await Promise.all([applyStored(world.deps, 'evt_1', answering('done')), applyStored(world.deps, 'evt_1', answering('done'))])

    expect(await row('evt_1')).toMatchObject({ status: 'done', tries: 1 })
  })

  it('that is done stays done when a slower consumer fails', async () => {
    await put('evt_1')
    const slow: Applier = async () => {
      await applyStored(world.deps, 'evt_1', answering('done'))
      throw new Error('too late')
    }
    await applyStored(world.deps, 'evt_1', { 'invoice.paid': slow })

    expect(await row('evt_1')).toMatchObject({ status: 'done', error: null })
  })
})

describe('the sweep', () => {
  it('takes a hundred at a time, the oldest first, and none is stopped by its neighbour', async () => {
    for (let n = 100; n < 220; n += 1) {
      await put(`evt_${n}`)
      await world.travel({ seconds: 1 })
    }
    const appliers = answering(new Error('the first one fails'), 'done')
    await sweepInbox(world.deps, appliers)

    expect(asked).toHaveLength(100)
    expect(new Set(asked)).toEqual(new Set(Array.from({ length: 100 }, (_, n) => `evt_${n + 100}`)))
    await sweepInbox(world.deps, appliers)
    expect(asked).toHaveLength(120)
  })

  it('leaves what came to the wrong path or is of the other mode', async () => {
    await putEvent(world.deps, 'platform', event('evt_1'), { misrouted: 'a thin event' })
    await putEvent(world.deps, 'platform', { ...event('evt_2'), livemode: true })
    await sweepInbox(world.deps, answering('done'))

    expect(asked).toEqual([])
  })

  it('reads the due ones by their index', async () => {
    const plan = await world.deps.db.all<{ detail: string }>(
      "explain query plan select id from inbox where status in ('new','waiting') and next_at <= 1 order by next_at, id limit 100",
    )

    expect(plan.map(({ detail }) => detail).join()).toContain('inbox_due')
  })
})
