import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { createWorld, type World } from '../../support/world.ts'
import { failTransfers, fund, havePayable, havePeople, haveSendingRun, sweep, thePayout, transfersAtStripe } from './support.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
  await fund(world)
})

describe('a restore that nobody announced', () => {
  it('to when a payout was tried under its first key stops everything, if the second one paid it', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, await havePeople(world))
    // Stripe never got the request, and nobody knows.
    await failTransfers(world, { kind: 'drop' })
    await sweep(world)
    const payout = await thePayout(world)
    expect([payout.status, payout.gen, transfersAtStripe(world)]).toEqual(['sending', 0, []])
    // Looked up, found nowhere and sent under a new key, all of which the restored database forgot.
    await world.deps.rail.send({ ...payout, gen: 1 }, `po:${payout.id}:1`)

    await world.travel({ minutes: 30 })
    await sendPayout(world.deps, payout.id)

    expect(transfersAtStripe(world)).toHaveLength(1)
    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: 'all' }])
  })
})
