import { beforeEach, describe, expect, it } from 'vitest'
import { prepareRun } from '../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../support/world.ts'
import { approve, fund, havePayable, havePeople, haveSubmittedRun } from '../worker/payouts/support.ts'
import { passed } from './illegal.ts'

describe('SQL alone refuses what is illegal', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
    await fund(world)
  })

  it('with runs and their plans', async () => {
    const people = await havePeople(world)
    await havePayable(world, 5_000)
    const runId = await prepareRun(world.deps, { by: people.finance.id })
    const begin = (columns: string) =>
      `insert into payout_runs (id, status, prepared_by, submitted_by, approved_by, second_needed, prepared_at) values ('run_x', ${columns}, 0, 0)`
    expect(
      await passed([
        [begin("'approved', 'a', 'b', 'c'"), 'begins as a draft'],
        [begin("'draft', 'a', 'b', null"), 'begins as a draft'],
        ["update payout_runs set status = 'approved', approved_by = 'z', submitted_by = 'y'", 'no such move'],
        ["update payout_runs set status = 'sending'", 'no such move'],
        ["update payout_runs set status = 'submitted', submitted_by = 'y'", 'with a plan, a fingerprint'],
        ["update payout_runs set prepared_by = 'z'", 'frozen'],
        ['delete from payout_runs', 'never deleted'],
        ['update planned_payouts set amount_minor = 0', 'planned_payouts_amount'],
        ["insert into planned_lines values ('po_x', 'com_x', 5)", 'not a commission of it'],
        ["insert into planned_lines select payout_id, 'com_x', 5 from planned_payouts", 'not a commission of it'],
        ["insert into payout_skips values ('po_x', 'r', 0)", 'no plan'],
        [
          "insert into payouts select payout_id, run_id, partner_id, currency, amount_minor, destination, destination_version, 1, 0, null, 0, 0, 0, 0, null, null, null, 'reserved', null, 0, null from planned_payouts",
          'not as planned and approved',
        ],
      ]),
    ).toEqual([])
    expect(runId).toBe('run_2026-11_1')
  })

  it('with a plan that was submitted', async () => {
    const people = await havePeople(world)
    await havePayable(world, 5_000)
    await haveSubmittedRun(world, people)
    expect(
      await passed([
        ['update planned_payouts set amount_minor = 6000', 'the plan is frozen'],
        ["update planned_payouts set destination = 'acct_thief'", 'the plan is frozen'],
        ['delete from planned_payouts', 'the plan is frozen'],
        ["insert into planned_payouts select 'po_2', run_id, 'par_x', currency, 5, 'acct', 1 from planned_payouts", 'the plan is frozen'],
        ['update planned_lines set amount_minor = 6000', 'the plan is frozen'],
        ['delete from planned_lines', 'the plan is frozen'],
        ['insert into planned_lines select payout_id, commission_id, amount_minor from planned_lines', 'frozen'],
        ["insert into run_blockers values ('run_2026-11_1', 'par_x', 'usd', 5, 'excluded', null)", 'the plan is frozen'],
        ["update payout_runs set fingerprint = 'other'", 'frozen'],
        ["update payout_runs set summary = '{}'", 'frozen'],
        ["update payout_runs set submitted_by = 'other'", 'frozen'],
        ['update payout_runs set approved_by = prepared_by', 'payout_runs_approver'],
        ['update payout_runs set approved_by = submitted_by', 'payout_runs_approver'],
        ["update payout_runs set second_approver = 'x'", 'payout_runs_second_after_first'],
        ["update payout_runs set status = 'approved'", 'payout_runs_approved'],
        ["update payout_runs set status = 'draft'", 'no such move'],
        ["update payout_runs set status = 'sending', approved_by = 'x'", 'no such move'],
        ["update payout_runs set status = 'approved', approved_by = 'x', second_needed = 1", 'payout_runs_approved'],
        ["update payout_runs set status = 'approved', approved_by = 'x', second_approver = 'x', second_needed = 1", 'payout_runs_second'],
      ]),
    ).toEqual([])
    await approve(world, 'run_2026-11_1', people.approver)
    expect(
      await passed([
        ["update payout_runs set approved_by = 'other'", 'frozen'],
        ["update payout_runs set status = 'sending'", 'neither reserved nor skipped'],
        ["update payout_runs set status = 'refused'", 'no such move'],
        ["update payout_runs set status = 'done'", 'no such move'],
        ['delete from planned_payouts', 'the plan is frozen'],
      ]),
    ).toEqual([])
  })
})
