import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  approve,
  balance,
  checkMoney,
  fund,
  giveBack,
  haveApprovedRun,
  havePayable,
  havePeople,
  type People,
  payoutsOf,
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

const skipsOf = async () => (await world.deps.db.all<{ reason: string }>(sql`select reason from payout_skips`)).map(({ reason }) => reason)

describe('reserving a run', () => {
  it('pays once when two runs hold the same commissions, reserved and sent at the same moment', async () => {
    const partner = await havePayable(world, 4_000, 1_000)
    const first = await prepareRun(world.deps, { by: people.finance.id })
    const second = await prepareRun(world.deps, { by: people.otherFinance.id })
    await submitRun(world.deps, first, people.finance)
    await submitRun(world.deps, second, people.otherFinance)
    for (const runId of [first, second]) await approve(world, runId, people.approver)

    await Promise.all([sweepRuns(world.deps, first), sweepRuns(world.deps, second)])
    await sweep(world)

    expect(transfersAtStripe(world).map(({ amount }) => amount)).toEqual([5_000])
    expect(await balance(world, 'paid:usd')).toBe(5_000)
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(0)
    expect((await skipsOf()).length).toBe(1)
    expect([await statusOf(world, 'payout_runs', first), await statusOf(world, 'payout_runs', second)]).toEqual(['done', 'done'])
    await checkMoney(world)
  })

  it('is one reservation however many workers reserve the same run', async () => {
    for (let n = 0; n < 5; n += 1) await havePayable(world, 5_000 + n)
    const runId = await haveApprovedRun(world, people)

    await Promise.all(Array.from({ length: 4 }, () => sweepRuns(world.deps, runId)))

    expect((await payoutsOf(world)).length).toBe(5)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('sending')
    await checkMoney(world)
  })

  it('skips with its reason when a payment was returned meanwhile', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    const [commission] = partner.commissions
    if (commission) await giveBack(world, commission.paymentId, 10)

    await sweepRuns(world.deps, runId)

    expect(await skipsOf()).toEqual(['balance_lower'])
    expect(await payoutsOf(world)).toEqual([])
    expect(await statusOf(world, 'payout_runs', runId)).toBe('done')
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(4_999)
  })

  it.each([
    ['a hold on a commission', sql`insert into commission_holds select id, 1, 'test', 'stf_1', 0, null from commissions`, 'lines_changed'],
    ['a suspension', sql`update partners set status = 'suspended'`, 'partner_not_active'],
  ])('skips after %s', async (_, change, reason) => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await world.deps.db.run(change)
    if (reason === 'lines_changed') await world.deps.db.run(sql`update commissions set status = 'on_hold', held_from = 'approved'`)

    await sweepRuns(world.deps, runId)

    expect(await skipsOf()).toEqual([reason])
    expect(await payoutsOf(world)).toEqual([])
  })

  it('pays the planned sum and leaves what came later for the next run', async () => {
    const partner = await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await haveCommission(world, partner, 700)

    await sweepRuns(world.deps, runId)

    expect((await thePayout(world)).amountMinor).toBe(5_000)
    expect(await balance(world, `avail:${partner.id}:usd`)).toBe(700)
    await checkMoney(world)
  })

  it('goes on after a chunk that was written while its answer was lost', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    let isFirst = true
    const batch: World['deps']['db']['batch'] = async (statements) => {
      const results = await world.deps.db.batch(statements)
      if (isFirst && statements.length > 5) {
        isFirst = false
        throw new Error('killed')
      }
      return results
    }
    const db = new Proxy(world.deps.db, { get: (target, name) => (name === 'batch' ? batch : Reflect.get(target, name, target)) })

    await expect(sweepRuns({ ...world.deps, db }, runId)).rejects.toThrow('killed')
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
    await sweepRuns(world.deps)

    expect((await payoutsOf(world)).length).toBe(1)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('sending')
    await checkMoney(world)
  })
})
