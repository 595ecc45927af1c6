import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { sweepPayouts } from '../../../worker/payouts/sweep.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  balance,
  checkMoney,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  statusOf,
  thePayout,
  transfersAtStripe,
} from './support.ts'

describe('sendPayout', () => {
  let world: World
  let people: People

  beforeEach(async () => {
    world = await createWorld()
    people = await havePeople(world)
    await fund(world)
  })

  it('settles a payout, its commissions and the ledger, and tells the owner', async () => {
    const partner = await havePayable(world, 4_000, 1_000)
    const runId = await haveSendingRun(world, people)

    await sweepPayouts(world.deps)
    await world.settle()

    const payout = await thePayout(world)
    expect(payout).toMatchObject({ status: 'paid', amountMinor: 5_000, tries: 1 })
    expect(transfersAtStripe(world).map(({ amount, destination }) => ({ amount, destination }))).toEqual([
      { amount: 5_000, destination: partner.destination },
    ])
    for (const { id } of partner.commissions) expect(await statusOf(world, 'commissions', id)).toBe('paid')
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await balance(world, `inflight:${partner.id}:usd`)).toBe(0)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    const owed = await world.deps.db.all<{ recipient: string }>(sql`select recipient from outbox where template = 'payout_sent'`)
    expect(owed).toEqual([{ recipient: partner.owner.email }])
    await checkMoney(world)
  })
})
