import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { lookUpPayout } from '../../../worker/payouts/look-up.ts'
import { findStanding } from '../../../worker/payouts/store-standing.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  attemptsOf,
  balance,
  checkMoney,
  failTransfers,
  fund,
  havePeople,
  type People,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'
import { haveUnknown, sweepUnclear, withRail } from './unknown-support.ts'

let world: World

let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('looking up an unknown payout', () => {
  it('waits for an hour of quiet after the last send', async () => {
    await haveUnknown(world, people, 'lost')
    await world.travel({ minutes: 59 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('unknown')
    await world.travel({ minutes: 1 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
  })

  it('settles by the one transfer that carries it, and asks for none', async () => {
    await haveUnknown(world, people, 'landed')
    await world.travel({ minutes: 61 })

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', gen: 0 })
    expect((await attemptsOf(world)).length).toBe(2)
    await checkMoney(world)
  })

  it('gives one more generation, with a new key, when there is none', async () => {
    await haveUnknown(world, people, 'lost')
    await world.travel({ minutes: 61 })

    await sweep(world)

    const payout = await thePayout(world)
    expect(payout).toMatchObject({ status: 'paid', gen: 1, tries: 1 })
    expect((await attemptsOf(world)).map(({ key }) => key)).toEqual([`po:${payout.id}:0`, `po:${payout.id}:0`, `po:${payout.id}:1`])
    expect(transfersAtStripe(world).length).toBe(1)
    await checkMoney(world)
  })

  it('releases after two generations, and the money is back', async () => {
    await haveUnknown(world, people, 'lost')
    const { partnerId } = await thePayout(world)
    await world.travel({ minutes: 61 })
    await failTransfers(world, { kind: 'drop' })
    await sweep(world)
    await world.travel({ seconds: 31 })
    await sweepUnclear(world)
    await world.travel({ minutes: 61 })

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'released', gen: 1, reason: 'not_found' })
    expect(await balance(world, `avail:${partnerId}:usd`)).toBe(5_000)
    await checkMoney(world)
  })

  it('a list that failed says nothing', async () => {
    await haveUnknown(world, people, 'lost')
    await world.travel({ minutes: 61 })
    withRail(world, { find: () => Promise.reject(new Error('503')) })

    await expect(sweep(world)).rejects.toThrow('503')

    expect(await thePayout(world)).toMatchObject({ status: 'unknown', gen: 0 })
  })

  it.each([
    ['amount', { amountMinor: 4_999 }],
    ['currency', { currency: 'eur' }],
    ['destination', { destination: 'acct_other' }],
    ['group', { transferGroup: null }],
    ['payout, for its metadata was altered', { payoutId: '' }],
  ])('one that differs in %s is stuck, and its run rests', async (_, difference) => {
    await haveUnknown(world, people, 'landed')
    await world.travel({ minutes: 61 })
    const { find } = world.deps.rail
    withRail(world, { find: async (id) => (await find(id)).map((each) => ({ ...each, ...difference })) })

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'stuck', reason: 'differs' })
    const [run] = await world.deps.db.all<{ paused: string | null }>(sql`select paused from payout_runs`)
    expect(run?.paused).toContain('stuck')
  })

  it('two are stuck', async () => {
    await haveUnknown(world, people, 'landed')
    await world.travel({ minutes: 61 })
    const { find } = world.deps.rail
    withRail(world, { find: async (id) => (await find(id)).flatMap((each) => [each, { ...each, id: 'tr_two' }]) })

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'stuck', reason: 'several' })
  })

  it('is not sent again to a partner who is not payable any more', async () => {
    await haveUnknown(world, people, 'lost')
    await world.deps.db.run(sql`update partners set status = 'suspended'`)
    await world.travel({ minutes: 61 })

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'released', reason: 'partner_not_active' })
    await checkMoney(world)
  })

  it('does not act on what it read before another generation began', async () => {
    await haveUnknown(world, people, 'lost')
    const { id } = await thePayout(world)
    await world.travel({ minutes: 61 })
    const stale = await findStanding(world.deps.db, id, world.now())
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)
    await world.travel({ seconds: 31 })
    await sweepUnclear(world)
    withRail(world, { find: async () => [] })

    for (const partnerStatus of ['active', 'suspended'] as const) {
      if (stale) await lookUpPayout(world.deps, { ...stale, partnerStatus })
    }

    expect(await thePayout(world)).toMatchObject({ status: 'unknown', gen: 1 })
    await checkMoney(world)
  })

  it('twice at once begins one generation', async () => {
    await haveUnknown(world, people, 'lost')
    const { id } = await thePayout(world)
    await world.travel({ minutes: 61 })
    const { sendPayout } = await import('../../../worker/payouts/send.ts')

    await Promise.all([sendPayout(world.deps, id), sendPayout(world.deps, id), sendPayout(world.deps, id)])
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', gen: 1, tries: 1 })
    expect(transfersAtStripe(world).length).toBe(1)
    await checkMoney(world)
  })
})
