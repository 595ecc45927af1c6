import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { approveRun, refuseRun } from '../../../worker/payouts/approve.ts'
import { cancelRun } from '../../../worker/payouts/cancel.ts'
import { excludePartner, prepareMonthly, prepareRun, rebuildRun } from '../../../worker/payouts/prepare.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { haveCommission, haveDestination, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  approve,
  balance,
  checkMoney,
  control,
  fingerprintOfRun,
  fund,
  giveBack,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  haveSubmittedRun,
  type People,
  payoutsOf,
  signedIn,
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

describe('approving a run', () => {
  it('needs another person than preparer and submitter, by the act and by the CHECK', async () => {
    await havePayable(world, 5_000)
    const runId = await prepareRun(world.deps, { by: people.finance.id })
    await submitRun(world.deps, runId, people.otherFinance)

    for (const maker of [people.finance, people.otherFinance]) {
      await expect(approve(world, runId, maker)).rejects.toMatchObject({ code: 'same_person' })
      await expect(
        world.deps.db.run(
          sql`update payout_runs set status = 'approved', approved_by = ${maker.id}, second_needed = 0 where id = ${runId}`,
        ),
      ).rejects.toThrow()
    }
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
  })

  it('needs a second factor of the last ten minutes', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    const fingerprint = await fingerprintOfRun(world, runId)
    const by = { ...signedIn(world, people.approver), secondFactorAt: new Date(world.now().getTime() - 600_001) }

    await expect(approveRun(world.deps, runId, by, fingerprint)).rejects.toMatchObject({ code: 'second_factor_required' })
    await expect(approveRun(world.deps, runId, { ...by, secondFactorAt: null }, fingerprint)).rejects.toMatchObject({
      code: 'second_factor_required',
    })
    expect(await approveRun(world.deps, runId, { ...by, secondFactorAt: new Date(world.now().getTime() - 599_000) }, fingerprint)).toBe(
      'approved',
    )
  })

  it('voids on one changed amount, even past every trigger', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await world.deps.db.run(sql`drop trigger planned_payouts_update_in_draft`)
    await world.deps.db.run(sql`update planned_payouts set amount_minor = 9_000_00`)

    await expect(approve(world, runId, people.approver)).rejects.toMatchObject({ code: 'stale' })
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
  })

  it('does not reserve a plan that was changed after the approval; the run rests and finance is called', async () => {
    await havePayable(world, 5_000)
    const runId = await haveApprovedRun(world, people)
    await world.deps.db.run(sql`drop trigger planned_payouts_update_in_draft`)
    await world.deps.db.run(sql`update planned_payouts set destination = 'acct_thief'`)

    await sweepRuns(world.deps)

    expect(await payoutsOf(world)).toEqual([])
    const [run] = await world.deps.db.all<{ paused: string }>(sql`select paused from payout_runs`)
    expect(run?.paused).toContain('differs')
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
  })

  it('twice at once is one approval', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)

    const answers = await Promise.allSettled([approve(world, runId, people.approver), approve(world, runId, people.otherApprover)])

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await statusOf(world, 'payout_runs', runId)).toBe('approved')
  })

  it.each([
    ['a first payout', 100_001],
    ['a payout', 1_000_001],
  ])('above the cap for %s a second approver is needed, and not the first again', async (_, amount) => {
    await havePayable(world, amount)
    const runId = await haveSubmittedRun(world, people)

    expect(await approve(world, runId, people.approver)).toBe('waits')
    await sweepRuns(world.deps)
    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
    await expect(approve(world, runId, people.approver)).rejects.toMatchObject({ code: 'same_person' })
    await expect(
      world.deps.db.run(sql`update payout_runs set second_approver = approved_by, status = 'approved' where id = ${runId}`),
    ).rejects.toThrow()
    await expect(world.deps.db.run(sql`update payout_runs set status = 'approved' where id = ${runId}`)).rejects.toThrow()
    expect(await approve(world, runId, people.otherApprover)).toBe('approved')
  })

  it('at the cap one approver is enough, and a cap that fell meanwhile asks for the second', async () => {
    await havePayable(world, 100_000)
    const runId = await haveSubmittedRun(world, people)
    await world.deps.db.run(sql`insert into caps values ('usd', 2, 1000000, 10000000, 5000000, 99999, 'stf_a', null)`)
    expect((await world.deps.db.all<{ n: number }>(sql`select second_needed n from payout_runs`))[0]?.n).toBe(0)
    await world.deps.db.run(sql`update caps set confirmed_by = 'stf_b' where version = 2`)

    expect(await approve(world, runId, people.approver)).toBe('waits')
    expect(await approve(world, runId, people.otherApprover)).toBe('approved')
  })

  it('a refusal ends it, and its commissions stand ready for the next run', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await expect(refuseRun(world.deps, runId, signedIn(world, people.finance), 'no')).rejects.toMatchObject({ code: 'same_person' })

    await refuseRun(world.deps, runId, signedIn(world, people.approver), 'wrong month')

    expect(await statusOf(world, 'payout_runs', runId)).toBe('refused')
    await expect(approve(world, runId, people.otherApprover)).rejects.toMatchObject({ code: 'wrong_state' })
    expect(await prepareRun(world.deps, { by: people.finance.id })).toBe('run_2026-11_2')
    await checkMoney(world)
  })
})

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
      if (isFirst && statements.length > 8) {
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
