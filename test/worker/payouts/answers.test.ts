import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { slowDown } from '../../../worker/payouts/postpone.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  answersOf,
  attemptsOf,
  balance,
  checkMoney,
  failTransfers,
  fund,
  havePayable,
  havePeople,
  haveSendingRun,
  type People,
  payoutsOf,
  sweep,
  thePayout,
} from './support.ts'
import { withRail } from './unknown-support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

describe('the answers of Stripe', () => {
  beforeEach(async () => {
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
  })

  it.each([
    ['rate_limit', 2],
    ['lock_timeout', 2],
    ['idempotency_key_in_use', 4],
  ])('%s: waits with the same key, never releases, pace 4 becomes %i', async (name, pace) => {
    await world.travel({ minutes: 1 })
    await world.deps.db.run(sql`update send_pace set per_second = 4, calm_since = ${world.now().getTime()}`)
    await failTransfers(world, name)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'sending', doubts: 0 })
    expect(await answersOf(world)).toMatchObject([{ outcome: 'wait' }])
    const [row] = await world.deps.db.all<{ pace: number }>(sql`select per_second pace from send_pace`)
    expect(row?.pace).toBe(pace)
    await world.travel({ seconds: 31 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it.each([
    ['two refusals in a second, and the pace stays', 0, 2, 20],
    ['an eighth of a second refused, and it is halved, once', 0, 6, 10],
    ['as many over more seconds, and it stays', 600, 6, 20],
  ])('%s', async (_, gapMs, times, pace) => {
    for (let n = 0; n < times; n += 1) {
      const at = new Date(world.now().getTime() + n * gapMs)
      await slowDown(world.deps.db, at)
    }
    const [row] = await world.deps.db.all<{ pace: number }>(sql`select per_second pace from send_pace`)
    expect(row?.pace).toBe(pace)
  })

  it('ten calm seconds make the pace one faster, up to what Stripe allows', async () => {
    await world.deps.db.run(sql`update send_pace set per_second = 5, calm_since = ${world.now().getTime()}`)
    await world.travel({ seconds: 11 })
    await sweep(world)

    const [row] = await world.deps.db.all<{ pace: number }>(sql`select per_second pace from send_pace`)
    expect(row?.pace).toBe(6)
  })

  it.each([
    ['insufficient_capabilities_for_transfer', 'restricted'],
    ['region_not_allowed', 'restricted'],
    ['account_invalid', 'closed'],
  ])('%s: released at its only try, the money is back, the account blocked', async (name, readiness) => {
    await failTransfers(world, name)

    await sweep(world)

    const payout = await thePayout(world)
    expect(payout.status).toBe('released')
    expect(await balance(world, `avail:${payout.partnerId}:usd`)).toBe(5_000)
    const [row] = await world.deps.db.all<{ readiness: string }>(sql`select readiness from payout_destinations`)
    expect(row?.readiness).toBe(readiness)
    expect(world.mails.some(({ to }) => to === people.finance.email)).toBe(true)
    await checkMoney(world)
  })

  it('a refusal after an unclear try is no proof: unknown, looked up, and released only then', async () => {
    await failTransfers(world, { kind: 'drop' })
    await sweep(world)
    await world.travel({ seconds: 31 })
    await failTransfers(world, 'insufficient_capabilities_for_transfer')
    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'unknown', reason: 'refused_late', tries: 2 })
    await world.travel({ minutes: 61 })
    await sweep(world)

    // The refusal blocked the account, so it is not payable any more.
    expect(await thePayout(world)).toMatchObject({ status: 'released', gen: 0, reason: 'restricted' })
    await checkMoney(world)
  })

  it('a short balance releases, stops run and currency, and drafts a run for those who were refused', async () => {
    await failTransfers(world, 'balance_insufficient')
    await sweep(world)
    const payout = await thePayout(world)
    expect(payout.status).toBe('released')
    expect(await world.deps.db.all(sql`select scope, set_by from stops`)).toEqual([{ scope: `run:${payout.runId}:usd`, set_by: 'system' }])

    await world.travel({ minutes: 5 })
    await sweepRuns(world.deps)
    await sweepRuns(world.deps)

    const drafts =
      await world.deps.db.all(sql`select r.id, r.status, l.partner_id from payout_runs r join planned_payouts l on l.run_id = r.id
      where r.prepared_by = 'system'`)
    expect(drafts).toEqual([{ id: 'run_2026-11_2', status: 'draft', partner_id: payout.partnerId }])
    await checkMoney(world)
  })

  it('a key that was used otherwise is our fault: unknown, the run rests, a person is called', async () => {
    await failTransfers(world, 'idempotency_mismatch')

    await sweep(world)

    const payout = await thePayout(world)
    expect(payout).toMatchObject({ status: 'unknown', reason: 'idempotency' })
    const [run] = await world.deps.db.all<{ paused: string }>(sql`select paused from payout_runs`)
    expect(run?.paused).toContain('used for another request')
    await checkMoney(world)
  })

  it.each(['approval_required', 'anomalous_money_movement_request', 'action_blocked'])(
    '%s: stuck, and the run rests until people decide',
    async (name) => {
      await failTransfers(world, name)

      await sweep(world)
      await world.travel({ days: 2 })
      await sweep(world)

      expect(await thePayout(world)).toMatchObject({ status: 'stuck', reason: 'kept', tries: 1 })
      const [run] = await world.deps.db.all<{ paused: string | null }>(sql`select paused from payout_runs`)
      expect(run?.paused).toContain('stuck')
      await checkMoney(world)
    },
  )

  it.each(['unauthorized', 'forbidden'])('%s: everything stops, the payout keeps its key', async (name) => {
    await failTransfers(world, name)

    await sweep(world)

    expect(await thePayout(world)).toMatchObject({ status: 'sending', tries: 1, leaseUntil: new Date(0) })
    expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: 'all' }])
    await world.travel({ minutes: 10 })
    await sweep(world)
    expect((await attemptsOf(world)).length).toBe(1)
    await world.deps.db.run(sql`delete from stops`)
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
    await checkMoney(world)
  })

  it('a wrong parameter is our fault: released, the account not blocked', async () => {
    await failTransfers(world, {
      kind: 'error',
      status: 400,
      error: { type: 'invalid_request_error', code: 'parameter_unknown', message: 'no' },
    })

    await sweep(world)

    expect((await thePayout(world)).status).toBe('released')
    const [row] = await world.deps.db.all<{ readiness: string }>(sql`select readiness from payout_destinations`)
    expect(row?.readiness).toBe('active')
    await checkMoney(world)
  })
})

it('a refused key calls finance once, however many payouts were being asked for', async () => {
  for (let n = 0; n < 3; n += 1) await havePayable(world, 5_000)
  await haveSendingRun(world, people)
  const ids = (await payoutsOf(world)).map(({ id }) => id)
  const all = Promise.withResolvers<void>()
  let asked = 0
  withRail(world, {
    send: async () => {
      asked += 1
      if (asked === ids.length) all.resolve()
      await all.promise
      return { kind: 'stop', reason: 'Invalid API Key provided', answer: { http: 401, code: null, requestId: null } }
    },
  })

  await Promise.all(ids.map((id) => sendPayout(world.deps, id)))

  expect(asked).toBe(3)
  const mails = await world.deps.db.all<{ n: number }>(sql`select count(*) n from outbox where template = 'money_alarm' group by recipient`)
  expect(mails.length).toBeGreaterThan(0)
  expect(mails.every(({ n }) => n === 1)).toBe(true)
  expect(await world.deps.db.all(sql`select scope from stops`)).toEqual([{ scope: 'all' }])
})
