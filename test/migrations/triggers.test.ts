import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
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
  haveSubmittedRun,
  sweep,
  thePayout,
} from '../worker/payouts/support.ts'
import { indexes, triggers } from './expected.ts'

const namesOf = async (type: string): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    "select name from sqlite_master where type = ? and name not like 'sqlite_%' and name not like '_cf_%' and tbl_name not like 'd1_%' order by name",
  )
    .bind(type)
    .all<{ name: string }>()
  return results.map(({ name }) => name)
}

describe('after all migrations', () => {
  it('every trigger stands', async () => {
    expect(await namesOf('trigger')).toEqual(triggers)
  })

  it('every index stands', async () => {
    expect(await namesOf('index')).toEqual(indexes)
  })

  it('every table is STRICT', async () => {
    const { results } = await env.DB.prepare('pragma table_list').all<{ name: string; type: string; strict: number }>()
    const loose = results.filter(({ type, strict }) => type === 'table' && strict === 0).map(({ name }) => name)
    expect(loose.filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name))).toEqual([])
  })

  it('money has its pace, its epoch and the caps of the main currencies', async () => {
    const caps = await env.DB.prepare(
      'select currency, payout_minor p, run_minor r, hour_minor h, first_minor f from caps order by currency',
    ).all()
    expect(caps.results).toEqual(
      ['eur', 'gbp', 'usd'].map((currency) => ({ currency, p: 1_000_000, r: 10_000_000, h: 5_000_000, f: 100_000 })),
    )
    expect((await env.DB.prepare('select n from epochs').all()).results).toEqual([{ n: 1 }])
    expect((await env.DB.prepare('select per_second from send_pace').all()).results).toEqual([{ per_second: 20 }])
  })
})

/** A statement, and a word of the refusal. */
type Illegal = [string, string]

describe('SQL alone refuses what is illegal', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
    await fund(world)
  })

  /** Gives the statements that were not refused, or refused for another reason. */
  const passed = async (illegal: readonly Illegal[]): Promise<string[]> => {
    const wrong: string[] = []
    for (const [statement, why] of illegal) {
      const said = await env.DB.prepare(statement)
        .run()
        .then(() => 'nothing')
        .catch((error: Error) => error.message)
      if (!said.includes(why)) wrong.push(`${statement} → ${said}`)
    }
    return wrong
  }

  const sendingPayout = async () => {
    await havePayable(world, 4_000, 1_000)
    await haveSendingRun(world, await havePeople(world))
    return thePayout(world)
  }

  it('in the ledger', async () => {
    await havePayable(world, 5_000)
    const values = (changes: Partial<Record<'id' | 'debit' | 'credit' | 'amount' | 'template' | 'currency', string>>) => {
      const row = { id: 'x:1', debit: 'expense:usd', credit: 'avail:p:usd', amount: '5', template: 'adjust', currency: 'usd', ...changes }
      return `insert into ledger_transactions (id, template, ref, debit, credit, amount_minor, currency, effective_at, recorded_at)
        values ('${row.id}', '${row.template}', 'r', '${row.debit}', '${row.credit}', ${row.amount}, '${row.currency}', 0, 0)`
    }
    const [first] = await world.deps.db.all<{ id: string }>(sql`select id from ledger_transactions limit 1`)

    expect(
      await passed([
        [values({ amount: '0' }), 'ledger_amount'],
        [values({ amount: '-5' }), 'ledger_amount'],
        [values({ amount: '5.5' }), 'cannot store REAL'],
        [values({ amount: '90071992547410' }), 'ledger_amount'],
        [values({ credit: 'expense:usd' }), 'ledger_two_accounts'],
        [values({ credit: 'avail:p:eur' }), 'ledger_one_currency'],
        [values({ template: 'gift' }), 'ledger_template'],
        [values({ id: first?.id ?? '' }), 'UNIQUE'],
        ['update ledger_transactions set amount_minor = amount_minor + 1', 'never changes'],
        ['delete from ledger_transactions', 'never deleted'],
        ["insert into ledger_entries values ('avail:p:usd', 1, 5)", 'no leg'],
        ["insert into ledger_entries values ('expense:usd', 999, 5)", 'no leg'],
        ['update ledger_entries set amount_minor = 0', 'never changes'],
        ['delete from ledger_entries', 'never deleted'],
        ['update balances set balance_minor = balance_minor + 1', 'only an entry moves'],
        ["insert into balances values ('avail:new:usd', 5)", 'only an entry opens'],
        ['delete from balances', 'never deleted'],
      ]),
    ).toEqual([])
    await checkMoney(world)
  })

  it('with commissions', async () => {
    const partner = await havePayable(world, 5_000)
    const head = partner.commissions[0]?.id
    const copy = (
      changes: string,
    ) => `insert into commissions (id, partner_id, currency, amount_minor, kind, corrects, payment_id, source, accrued_at, matures_at, status, payout_id)
      select 'com_x', ${changes} from commissions`

    expect(
      await passed([
        ["update commissions set status = 'in_payout', payout_id = 'po_x'", 'not a line of a reserved payout'],
        ["update commissions set status = 'paid', payout_id = 'po_x'", 'no such move'],
        ["update commissions set status = 'pending'", 'no such move'],
        ["update commissions set status = 'rejected'", 'no such move'],
        ["update commissions set status = 'on_hold', held_from = 'approved'", 'without an open hold'],
        ["update commissions set held_from = 'approved'", 'held_from'],
        ["update commissions set payout_id = 'po_x'", 'in_payout'],
        ['update commissions set amount_minor = 1', 'frozen'],
        ["update commissions set partner_id = 'par_x'", 'frozen'],
        ["update commissions set source = 'elsewhere'", 'frozen'],
        ['delete from commissions', 'never deleted'],
        [copy(`partner_id, currency, 0, 'adjustment', null, null, 's', 0, 0, 'approved', null`), 'commissions_amount'],
        [copy(`partner_id, currency, 5, 'earned', null, payment_id, source, 0, 0, 'approved', null`), 'UNIQUE'],
        [copy(`partner_id, currency, -5, 'earned', null, payment_id, 's', 0, 0, 'approved', null`), 'commissions_earned'],
        [copy(`partner_id, currency, 5, 'correction', null, payment_id, 's', 0, 0, 'approved', null`), 'commissions_corrects'],
        [copy(`partner_id, 'eur', -5, 'correction', '${head}', null, 's', 0, 0, 'approved', null`), 'no such partner, payment or parent'],
        [copy(`'par_x', currency, 5, 'adjustment', null, null, 's', 0, 0, 'approved', null`), 'no such partner, payment or parent'],
        [copy(`partner_id, currency, 5, 'adjustment', null, null, 's', 0, 0, 'paid', 'po_x'`), 'begins pending or approved'],
        [copy(`partner_id, currency, 5, 'adjustment', null, null, 's', 0, 0, 'voided', null`), 'begins pending or approved'],
        ["insert into commission_holds values ('com_nobody', 1, 'r', 'o', 0, null)", 'no such commission'],
        [`insert into commission_holds values ('${head}', 1, 'r', 'o', 0, 5)`, 'not final'],
      ]),
    ).toEqual([])

    await env.DB.prepare(`insert into commission_holds values ('${head}', 1, 'r', 'o', 0, null)`).run()
    expect(
      await passed([
        [`update commission_holds set reason = 'other'`, 'only closes'],
        [`update commission_holds set closed_at = null`, 'only closes'],
        ['delete from commission_holds', 'never deleted'],
        [`insert into commission_holds values ('${head}', 1, 'r', 'o', 0, null)`, 'UNIQUE'],
      ]),
    ).toEqual([])
    await env.DB.prepare("update commissions set status = 'on_hold', held_from = 'approved'").run()
    expect(
      await passed([
        ["update commissions set status = 'approved', held_from = null", 'a hold is open'],
        ["update commissions set status = 'pending', held_from = null", 'ends where it began'],
      ]),
    ).toEqual([])
    await env.DB.prepare('update commission_holds set closed_at = 5').run()
    expect(
      await passed([
        ["update commissions set status = 'pending', held_from = null", 'ends where it began'],
        ['update commission_holds set closed_at = 6', 'only closes'],
      ]),
    ).toEqual([])
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
