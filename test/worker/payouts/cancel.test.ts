import { beforeEach, describe, expect, it } from 'vitest'
import { cancelRun } from '../../../worker/payouts/cancel.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  balance,
  checkMoney,
  control,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  haveSubmittedRun,
  type People,
  payoutsOf,
  statusOf,
  sweep,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('cancelling a run', () => {
  const cancel = (runId: string) => cancelRun(world.deps, runId, people.finance, 'not this month')

  it.each(['draft', 'submitted'] as const)('ends a %s at once', async (status) => {
    await havePayable(world, 5_000)
    const runId = status === 'draft' ? await prepareRun(world.deps, { by: people.finance.id }) : await haveSubmittedRun(world, people)

    await cancel(runId)

    expect(await statusOf(world, 'payout_runs', runId)).toBe('cancelled')
    await expect(cancel(runId)).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('an approved run reserves nothing more', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)

    await cancel(runId)
    await world.settle()

    expect(await statusOf(world, 'payout_runs', runId)).toBe('cancelled')
    expect(await payoutsOf(world)).toEqual([])
  })

  it('the rest of a sending run goes back into the balances; what was tried finishes', async () => {
    const kept = await havePayable(world, 5_000)
    const tried = await havePayable(world, 6_000)
    const runId = await haveSendingRun(world, people)
    const underWay = (await payoutsOf(world)).find(({ partnerId }) => partnerId === tried.id)
    await control(world, 'faults', [])
    const send = () => Promise.reject(new Error('killed'))
    const { sendPayout } = await import('../../../worker/payouts/send.ts')
    await expect(sendPayout({ ...world.deps, rail: { ...world.deps.rail, send } }, underWay?.id ?? '')).rejects.toThrow()

    await cancel(runId)
    await world.settle()
    expect(await balance(world, `avail:${kept.id}:usd`)).toBe(5_000)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('sending')
    await world.travel({ minutes: 21 })
    await sweep(world)

    expect((await payoutsOf(world)).map(({ status, amountMinor }) => `${amountMinor} ${status}`).sort()).toEqual([
      '5000 released',
      '6000 paid',
    ])
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    await checkMoney(world)
  })
})
