import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { runCron } from '../../../worker/cron.ts'
import { keyWallMs } from '../../../worker/payouts/rules.ts'
import { setStop } from '../../../worker/payouts/stop.ts'
import { sweepPayouts, sweepRuns } from '../../../worker/payouts/sweep.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  approve,
  checkMoney,
  failTransfers,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  haveSubmittedRun,
  type People,
  post,
  statusOf,
  sweep,
  thePayout,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('the sweep', () => {
  it('finishes a run whose every hint was lost', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await approve(world, runId, people.approver)
    world.hints.length = 0

    await sweepRuns(world.deps)
    world.hints.length = 0
    await sweep(world)

    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    expect(transfersAtStripe(world).length).toBe(1)
    await checkMoney(world)
  })

  it('twice and overlapping pays once', async () => {
    await havePayable(world, 5_000)
    await haveApprovedRun(world, people)

    await Promise.all([sweepRuns(world.deps), sweepRuns(world.deps), sweepRuns(world.deps)])
    await Promise.all([sweepPayouts(world.deps), sweepPayouts(world.deps)])
    await world.settle()

    expect(transfersAtStripe(world).length).toBe(1)
    await checkMoney(world)
  })

  it('is what the cron of every five minutes does', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    world.hints.length = 0

    await runCron(world.deps, '*/5 * * * *')
    await world.settle()

    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
  })

  it('drafts the month by its cron', async () => {
    await havePayable(world, 5_000)
    await runCron(world.deps, '0 6 1 * *')
    expect(await statusOf(world, 'payout_runs', 'run_2026-11_1')).toBe('draft')
  })

  it('sends no hint for what is stopped, and all of them when the stop is lifted', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await setStop(world.deps, people.finance, { kind: 'currency', subject: 'usd', reason: 'to be sure' })

    await sweep(world)
    expect(transfersAtStripe(world)).toEqual([])
    for (const person of [people.finance, people.approver]) await post(world, '/stops/resumption', person, { scope: 'currency:usd' })
    await world.settle()

    expect(transfersAtStripe(world).length).toBe(1)
  })

  it('looks up what grew too old behind a stop', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, { kind: 'drop' }, {}, 'after')
    await sweep(world)
    await setStop(world.deps, people.finance, { kind: 'all', subject: '', reason: 'to be sure' })
    await world.travel({ seconds: keyWallMs / 1000 })

    await sweep(world)

    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it('a run that rests goes on when another person lets it', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSendingRun(world, people)
    await world.deps.db.run(sql`update payout_runs set paused = 'The hourly cap is reached'`)
    await sweep(world)
    expect(transfersAtStripe(world)).toEqual([])

    expect((await post(world, `/runs/${runId}/resumption`, people.finance)).status).toBe(404)
    expect((await post(world, `/runs/${runId}/resumption`, people.approver)).status).toBe(303)
    expect((await post(world, `/runs/${runId}/resumption`, people.approver)).status).toBe(409)
    await world.settle()

    expect(transfersAtStripe(world).length).toBe(1)
  })

  it('makes one follow-up for those whom our balance did not reach, though two sweeps overlap', async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    await failTransfers(world, 'balance_insufficient')
    await sweep(world)

    await Promise.all([sweepRuns(world.deps), sweepRuns(world.deps)])
    await sweepRuns(world.deps)

    expect(await world.deps.db.all(sql`select id from payout_runs where prepared_by = 'system'`)).toEqual([{ id: 'run_2026-11_2' }])
  })
})
