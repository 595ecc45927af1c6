import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../support/world.ts'
import { checkMoney, fund, havePayable } from '../worker/payouts/support.ts'
import { passed } from './illegal.ts'

describe('SQL alone refuses what is illegal', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
    await fund(world)
  })

  it('in the ledger', async () => {
    await havePayable(world, 5_000)
    const values = (changes: Partial<Record<'id' | 'debit' | 'credit' | 'amount' | 'template' | 'currency', string>>) => {
      const row = { id: 'x:1', debit: 'expense:usd', credit: 'avail:p:usd', amount: '5', template: 'accrue', currency: 'usd', ...changes }
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
})
