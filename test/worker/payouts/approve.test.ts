import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { findDestination } from '../../../worker/partners/store.ts'
import { approveRun, refuseRun } from '../../../worker/payouts/approve.ts'
import { prepareRun } from '../../../worker/payouts/prepare.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepPayouts, sweepRuns } from '../../../worker/payouts/sweep.ts'
import { createWorld, type World } from '../../support/world.ts'
import {
  approve,
  checkMoney,
  control,
  fingerprintOfRun,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSubmittedRun,
  type People,
  payoutsOf,
  signedIn,
  statusOf,
  transfersAtStripe,
} from './support.ts'

let world: World
let people: People

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  await fund(world)
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

  it('asks Stripe once more: who was restricted since the draft is sent nothing, and the others are paid', async () => {
    const restricted = await havePayable(world, 5_000)
    const other = await havePayable(world, 6_000)
    const runId = await haveSubmittedRun(world, people)
    // No event tells of it.
    await control(world, 'account', { id: restricted.destination, state: 'restrict' })

    await approve(world, runId, people.approver)
    expect((await findDestination(world.deps.db, restricted.id))?.readiness).toBe('restricted')
    await sweepPayouts(world.deps)
    await world.settle()

    const ends = Object.fromEntries((await payoutsOf(world)).map(({ partnerId, status, reason }) => [partnerId, [status, reason]]))
    expect(ends).toEqual({ [restricted.id]: ['released', 'restricted'], [other.id]: ['paid', null] })
    expect(transfersAtStripe(world)).toHaveLength(1)
    await checkMoney(world)
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
