import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { excludePartner, prepareMonthly, prepareRun, rebuildRun } from '../../../worker/payouts/prepare.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveCommission, haveDestination, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { checkMoney, control, fund, giveBack, haveApprovedRun, havePayable, havePeople, type People, statusOf } from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
})

const planned = (runId: string) =>
  world.deps.db.all<{ partner: string; amount: number }>(
    sql`select partner_id partner, amount_minor amount from planned_payouts where run_id = ${runId} order by amount_minor`,
  )
const blocked = (runId: string) =>
  world.deps.db.all<{ partner: string; blocker: string }>(
    sql`select partner_id partner, blocker from run_blockers where run_id = ${runId} order by partner_id`,
  )
const skipsOf = async () => (await world.deps.db.all<{ reason: string }>(sql`select reason from payout_skips`)).map(({ reason }) => reason)
const runsNow = async () => (await world.deps.db.all<{ id: string }>(sql`select id from payout_runs order by id`)).map(({ id }) => id)

describe('preparing a run', () => {
  it('plans everybody who can be paid with all approved commissions, negatives included', async () => {
    const partner = await havePayable(world, 4_000, 1_500)
    const [first] = partner.commissions
    if (first) await giveBack(world, first.paymentId, 4_000)

    const runId = await prepareRun(world.deps, { by: people.finance.id })

    expect(runId).toBe('run_2026-11_1')
    expect(await planned(runId)).toEqual([{ partner: partner.id, amount: 5_100 }])
    expect(await world.deps.db.all(sql`select count(*) n from planned_lines`)).toEqual([{ n: 3 }])
    await checkMoney(world)
  })

  it('names what blocks each of the others', async () => {
    const green = await havePayable(world, 5_000)
    const withoutAccount = await havePartner(world)
    await haveCommission(world, withoutAccount, 9_000)
    const small = await havePayable(world, 2_499)
    const restricted = await havePayable(world, 6_000)
    await control(world, 'account', { id: restricted.destination, state: 'restrict' })
    const rejected = await havePayable(world, 6_000)
    await control(world, 'account', { id: rejected.destination, state: 'reject' })

    const runId = await prepareRun(world.deps, { by: people.finance.id })

    expect(await planned(runId)).toEqual([{ partner: green.id, amount: 5_000 }])
    const named = Object.fromEntries((await blocked(runId)).map(({ partner, blocker }) => [partner, blocker]))
    expect(named[withoutAccount.id]).toBe('no_destination')
    expect(named[small.id]).toBe('below_minimum')
    expect(['restricted', 'requirements_due']).toContain(named[restricted.id])
    expect(named[rejected.id]).toBe('destination_rejected')
  })

  it('blocks a partner of whom Stripe says nothing, and pays the others', async () => {
    const silent = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    const deps = {
      ...world.deps,
      rail: {
        ...world.deps.rail,
        readiness: (destination: string) =>
          destination === silent.destination ? Promise.reject(new Error('503')) : world.deps.rail.readiness(destination),
      },
    }

    const runId = await prepareRun(deps, { by: people.finance.id })

    expect(await blocked(runId)).toEqual([{ partner: silent.id, blocker: 'stripe_not_reachable' }])
    expect((await planned(runId)).length).toBe(1)
  })

  it('keeps nobody waiting for a Stripe that hangs at each question', async () => {
    for (let n = 0; n < 12; n += 1) await havePayable(world, 5_000)
    let asked = 0
    const readiness = async () => {
      asked += 1
      await world.travel({ seconds: 20 })
      throw new Error('no answer')
    }

    await expect(prepareRun({ ...world.deps, rail: { ...world.deps.rail, readiness } }, { by: people.finance.id })).rejects.toThrow(
      'Nobody can be paid now',
    )
    expect(asked).toBeGreaterThan(4)
    expect(asked).toBeLessThan(12)
  })

  it('leaves out whom the balance at Stripe does not reach, the largest first', async () => {
    await havePayable(world, 5_000)
    const large = await havePayable(world, 6_000)
    const balance = async () => [{ currency: 'usd', availableMinor: 8_000 }]

    const runId = await prepareRun({ ...world.deps, rail: { ...world.deps.rail, balance } }, { by: people.finance.id })

    expect(await blocked(runId)).toEqual([{ partner: large.id, blocker: 'platform_balance_short' }])
    expect(await planned(runId)).toMatchObject([{ amount: 5_000 }])
  })

  it('makes no run of nobody', async () => {
    await expect(prepareRun(world.deps, { by: people.finance.id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await runsNow()).toEqual([])
  })

  it('is one run however often its form is sent, at once or later', async () => {
    await havePayable(world, 5_000)
    const press = () => prepareRun(world.deps, { by: people.finance.id, act: 'act_1' })

    const ids = await Promise.all([press(), press(), press()])
    ids.push(await press())

    expect(new Set(ids)).toEqual(new Set(['run_2026-11_1']))
    expect(await runsNow()).toEqual(['run_2026-11_1'])
  })

  it('the clock drafts once a month, though cron runs twice', async () => {
    await havePayable(world, 5_000)

    await Promise.all([prepareMonthly(world.deps), prepareMonthly(world.deps)])
    await prepareMonthly(world.deps)

    expect(await runsNow()).toEqual(['run_2026-11_1'])
    expect(await statusOf(world, 'payout_runs', 'run_2026-11_1')).toBe('draft')
  })

  it('leaves a partner out by hand and takes it in again', async () => {
    const partner = await havePayable(world, 5_000)
    await havePayable(world, 6_000)
    const runId = await prepareRun(world.deps, { by: people.finance.id })

    await excludePartner(world.deps, runId, partner.id, 'asked to wait', people.finance.id)
    await rebuildRun(world.deps, runId, people.finance.id)
    expect(await planned(runId)).toMatchObject([{ amount: 6_000 }])
    expect(await blocked(runId)).toEqual([{ partner: partner.id, blocker: 'excluded' }])
    await rebuildRun(world.deps, runId, people.finance.id, partner.id)

    expect(await planned(runId)).toMatchObject([{ amount: 5_000 }, { amount: 6_000 }])
    expect(await blocked(runId)).toEqual([])
  })

  it('a draft that is only half written cannot be submitted, and a rebuild completes it', async () => {
    await havePayable(world, 5_000)
    const runId = await prepareRun(world.deps, { by: people.finance.id })
    await world.deps.db.run(sql`update payout_runs set paused = 'Being prepared'`)

    await expect(submitRun(world.deps, runId, people.finance)).rejects.toMatchObject({ code: 'wrong_state' })
    await rebuildRun(world.deps, runId, people.finance.id)
    await submitRun(world.deps, runId, people.finance)

    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
  })
})

describe('a destination that changed', () => {
  it('is blocked for 72 hours, skipped if it changed after the approval', async () => {
    const partner = await havePartner(world)
    await haveDestination(world, partner.id)
    await haveCommission(world, partner, 5_000)
    const runId = await haveApprovedRun(world, people)
    await world.deps.db.run(sql`insert into payout_destinations (partner_id, version, stripe_account, readiness, readiness_codes, requirements, asked_at, changed_at, hold_until)
      select partner_id, 2, stripe_account, 'active', '[]', '[]', asked_at, changed_at, changed_at + 72 * 3600000 from payout_destinations`)

    await sweepRuns(world.deps, runId)
    expect(await skipsOf()).toEqual(['destination_changed'])
    await haveCommission(world, partner, 100)
    await havePayable(world, 9_000)
    const next = await prepareRun(world.deps, { by: people.finance.id })

    expect(await blocked(next)).toEqual([{ partner: partner.id, blocker: 'destination_hold' }])
    await world.travel({ hours: 72 })
    expect((await planned(await prepareRun(world.deps, { by: people.finance.id }))).map(({ amount }) => amount)).toEqual([5_100, 9_000])
  })
})
