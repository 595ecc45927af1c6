import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../support/world.ts'
import {
  attemptsOf,
  checkMoney,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  statusOf,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'
import { haveUnknown } from './unknown-support.ts'

let world: World

let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('a transfer that Stripe tells of', () => {
  const tell = async (transfer: string) => {
    const { applyTransfer } = await import('../../../worker/payouts/transfer.ts')
    return applyTransfer(world.deps, {
      id: `evt_${transfer}`,
      source: 'platform',
      type: 'transfer.created',
      object: transfer,
      account: null,
      apiVersion: null,
      receivedAt: world.now(),
      status: 'new',
      tries: 0,
      nextAt: world.now(),
      error: null,
      doneAt: null,
      setAsideAt: null,
    })
  }
  const theTransfer = () => transfersAtStripe(world)[0]?.id ?? ''

  it('settles what is being sent, though the answer never came', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)

    expect([await tell(theTransfer()), await tell(theTransfer())]).toEqual(['done', 'done'])

    expect((await thePayout(world)).status).toBe('paid')
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    await checkMoney(world)
  })

  it('settles what is unknown', async () => {
    await haveUnknown(world, people, 'landed')
    await tell(theTransfer())
    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it('while reserved it is looked up, after a quiet hour, and never asked for', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { id, runId, partnerId, destination } = await thePayout(world)
    await world.deps.rail.send({ id, gen: 0, runId, partnerId, amountMinor: 5_000, currency: 'usd', destination }, 'po:elsewhere:0')

    await tell(theTransfer())
    expect(await thePayout(world)).toMatchObject({ status: 'unknown', reason: 'transfer_seen' })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('unknown')
    await world.travel({ minutes: 61 })
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'paid', tries: 0 })
    expect(await attemptsOf(world)).toEqual([])
    await checkMoney(world)
  })

  it.each(['released', 'missing', 'paid otherwise'])('stops everything when its payout is %s', async (state) => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    const { id, partnerId, destination } = await thePayout(world)
    if (state === 'released') {
      await world.deps.db.run(sql`update partners set status = 'suspended'`)
      await sweep(world)
    }
    if (state === 'paid otherwise') await sweep(world)
    const group = state === 'missing' ? 'po_of_nobody' : id
    const sent = await world.deps.rail.send(
      { id: group, gen: 0, runId, partnerId, amountMinor: 5_000, currency: 'usd', destination },
      'po:elsewhere:0',
    )

    await tell(sent.kind === 'sent' ? sent.transfer : '')

    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: 'all' }])
    expect(await world.deps.db.all(sql`select count(*) n from outbox where template = 'money_alarm'`)).toEqual([{ n: 2 }]) // one for each of finance
  })

  it('of somebody else is not ours', async () => {
    expect(await tell('tr_of_somebody')).toBe('ignored')
  })
})
