import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { leasePayout } from '../../worker/payouts/lease.ts'
import { prepareRun } from '../../worker/payouts/prepare.ts'
import { createWorld, type World } from '../support/world.ts'
import {
  approve,
  checkMoney,
  failTransfers,
  fund,
  haveApprovedRun,
  havePayable,
  havePeople,
  haveSendingRun,
  sweep,
  thePayout,
} from '../worker/payouts/support.ts'
import { type Illegal, passed } from './illegal.ts'

describe('SQL alone refuses what is illegal', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
    await fund(world)
  })

  const sendingPayout = async () => {
    await havePayable(world, 4_000, 1_000)
    await haveSendingRun(world, await havePeople(world))
    return thePayout(world)
  }

  it('with a payout that does not stand as planned', async () => {
    await havePayable(world, 5_000)
    await haveApprovedRun(world, await havePeople(world))
    const insert = (changes: Record<string, string>) => {
      const row: Record<string, string> = {
        id: 'payout_id',
        run_id: 'run_id',
        partner_id: 'partner_id',
        currency: 'currency',
        amount_minor: 'amount_minor',
        destination: 'destination',
        destination_version: 'destination_version',
        epoch: '1',
        gen: '0',
        lease: 'null',
        lease_until: '0',
        next_at: '0',
        tries: '0',
        doubts: '0',
        first_sent_at: 'null',
        last_sent_at: 'null',
        transfer: 'null',
        status: "'reserved'",
        reason: 'null',
        reserved_at: '0',
        finished_at: 'null',
        ...changes,
      }
      return `insert into payouts (${Object.keys(row).join()}) select ${Object.values(row).join()} from planned_payouts`
    }
    expect(
      await passed(
        [
          { amount_minor: 'amount_minor + 1' },
          { destination: "'acct_thief'" },
          { destination_version: '2' },
          { partner_id: "'par_x'" },
          { run_id: "'run_x'" },
          { id: "'po_x'" },
          { status: "'paid'", transfer: "'tr_1'" },
          { status: "'sending'" },
          { gen: '1' },
          { tries: '1' },
          { lease: "'l'" },
        ].map((changes): Illegal => [insert(changes), 'not as planned and approved']),
      ),
    ).toEqual([])
    await env.DB.prepare("insert into payout_skips select payout_id, 'r', 0 from planned_payouts").run()
    expect(
      await passed([
        [insert({}), 'not as planned and approved'],
        ["update payout_skips set reason = 'other'", 'never changes'],
        ['delete from payout_skips', 'never deleted'],
      ]),
    ).toEqual([])
  })

  it('with a reserved payout', async () => {
    const { id } = await sendingPayout()
    expect(
      await passed([
        ["update payouts set status = 'paid', transfer = 'tr_1'", 'no such move'],
        ["update payouts set status = 'stuck'", 'no such move'],
        ["update payouts set transfer = 'tr_1'", 'payouts_paid'],
        ['update payouts set gen = 1', 'a new generation begins anew'],
        ['update payouts set gen = 2', 'a new generation'],
        ['update payouts set amount_minor = 6000', 'frozen'],
        ["update payouts set currency = 'eur'", 'frozen'],
        ["update payouts set destination = 'acct_thief'", 'frozen'],
        ["update payouts set partner_id = 'par_x'", 'frozen'],
        ['update payouts set epoch = 2', 'frozen'],
        ["update payouts set run_id = 'run_x'", 'frozen'],
        ['delete from payouts', 'never deleted'],
        [`insert into payout_skips values ('${id}', 'r', 0)`, 'beside it'],
        [`insert into payout_attempts values ('${id}', 0, 1, 'k', 0)`, 'no such payout and generation'],
        [`insert into payout_attempts values ('${id}', 1, 0, 'k', 0)`, 'no such payout and generation'],
        [`insert into payout_answers values ('${id}', 0, 1, 'sent', 200, null, null, 0)`, 'no such attempt'],
        ["update payout_runs set status = 'done'", 'still open'],
        ["update payout_runs set status = 'cancelled'", 'still open'],
        ["update commissions set status = 'paid'", 'its payout is not final'],
        ["update commissions set status = 'approved', payout_id = null", 'its payout is not final'],
        ["update commissions set status = 'voided', payout_id = null", 'its payout is not final'],
      ]),
    ).toEqual([])
    await checkMoney(world)
  })

  it('with a payout that is being sent, unknown, or in its second generation', async () => {
    const { id } = await sendingPayout()
    await leasePayout(world.deps, id)
    await env.DB.prepare('update payouts set tries = 2').run()
    expect(
      await passed([
        ["update payouts set status = 'reserved', tries = 0", 'no such move'],
        ["update payouts set status = 'released'", 'only a refusal of the only try'],
        ["update payout_attempts set key = 'other'", 'never changes'],
        ['delete from payout_attempts', 'never deleted'],
        ["insert into payout_answers select payout_id, gen, n, 'maybe', 200, null, null, 0 from payout_attempts", 'payout_answers_outcome'],
      ]),
    ).toEqual([])
    await env.DB.prepare("update payouts set status = 'unknown'").run()
    expect(
      await passed([
        ["update payouts set status = 'sending'", 'no such move'],
        ["update payouts set status = 'reserved'", 'a new generation begins anew'],
        ["update payouts set status = 'reserved', gen = 1", 'a new generation begins anew'],
        ["update payouts set status = 'reserved', gen = 1, tries = 0, doubts = 0, lease = null", 'a new generation begins anew'],
        [
          "update payouts set status = 'reserved', gen = 1, tries = 0, doubts = 1, lease = null, first_sent_at = null",
          'a new generation begins anew',
        ],
      ]),
    ).toEqual([])
    await env.DB.prepare("update payouts set status = 'reserved', gen = 1, tries = 0, doubts = 0, lease = null, first_sent_at = null").run()
    await env.DB.prepare("update payouts set status = 'sending', tries = 1").run()
    await env.DB.prepare("update payouts set status = 'unknown'").run()
    expect(
      await passed([
        [
          "update payouts set status = 'reserved', gen = 1, tries = 0, doubts = 0, lease = null, first_sent_at = null",
          'a new generation begins anew',
        ],
        [
          "update payouts set status = 'reserved', gen = 0, tries = 0, doubts = 0, lease = null, first_sent_at = null",
          'a new generation begins anew',
        ],
      ]),
    ).toEqual([])
  })

  it('with a payout that is final, and what belongs to it', async () => {
    const paid = await sendingPayout()
    await sweep(world)
    expect(
      await passed([
        ["update payouts set status = 'released', transfer = null", 'no such move'],
        ["update payouts set status = 'sending', transfer = null", 'no such move'],
        ["update payouts set transfer = 'tr_other'", 'final'],
        ["update payouts set reason = 'x'", 'final'],
        ["update commissions set status = 'approved', payout_id = null", 'no such move'],
        ["update commissions set status_reason = 'x'", 'final'],
        [`insert into commission_holds select id, 1, 'r', 'o', 0, null from commissions`, 'not final'],
        ["update payout_runs set status = 'sending'", 'final'],
        ["update payout_runs set paused = 'x'", 'final'],
        ["update payout_answers set outcome = 'refused'", 'never changes'],
        ['delete from payout_answers', 'never deleted'],
        ["update audit set actor = 'nobody'", 'never changes'],
        ['delete from audit', 'never deleted'],
        ['update epochs set n = 2', 'never changes'],
        ['delete from epochs', 'never deleted'],
        ["update payout_destinations set stripe_account = 'acct_thief'", 'a version is frozen'],
        ['update payout_destinations set hold_until = 0', 'a version is frozen'],
        ['delete from payout_destinations', 'never deleted'],
        [
          "insert into payout_destinations (partner_id, version, stripe_account, readiness, readiness_codes, requirements, asked_at, changed_at, hold_until) select partner_id, 3, 'a', 'active', '[]', '[]', 0, 0, 0 from payout_destinations",
          'versions follow each other',
        ],
        [
          "insert into payout_destinations (partner_id, version, stripe_account, readiness, readiness_codes, requirements, asked_at, changed_at, hold_until) values ('par_x', 1, 'a', 'active', '[]', '[]', 0, 0, 0)",
          'no such partner',
        ],
        ["insert into caps values ('jpy', 1, 1, 1, 1, 1, 'a', 'a')", 'caps_two_people'],
        ['insert into guard values (0)', 'guard_is_one'],
      ]),
    ).toEqual([])
    expect(paid.amountMinor).toBe(5_000)
    await checkMoney(world)
  })

  it('with a payout that was released, and a second open one of the same partner', async () => {
    const { partnerId } = await sendingPayout()
    await failTransfers(world, 'balance_insufficient')
    await sweep(world)
    await env.DB.prepare('delete from stops').run()
    expect(
      await passed([
        ["update payouts set status = 'sending'", 'no such move'],
        ["update payouts set status = 'paid', transfer = 'tr_1'", 'no such move'],
        ["update payouts set reason = 'x'", 'final'],
      ]),
    ).toEqual([])

    const people = { finance: { id: 'stf_f', name: 'F', email: 'f@x.example' }, approver: { id: 'stf_a', name: 'A', email: 'a@x.example' } }
    const runs = [await prepareRun(world.deps, { by: people.finance.id }), await prepareRun(world.deps, { by: people.finance.id })]
    const { submitRun } = await import('../../worker/payouts/submit.ts')
    for (const runId of runs) {
      await submitRun(world.deps, runId, people.finance)
      await approve(world, runId, people.approver)
    }
    const reserve = (
      runId: string | undefined,
    ) => `insert into payouts select payout_id, run_id, partner_id, currency, amount_minor, destination, destination_version,
      1, 0, null, 0, 0, 0, 0, null, null, null, 'reserved', null, 0, null from planned_payouts where run_id = '${runId}' and partner_id = '${partnerId}'`
    await env.DB.prepare(reserve(runs[0])).run()
    expect(await passed([[reserve(runs[1]), 'UNIQUE']])).toEqual([])
  })
})
