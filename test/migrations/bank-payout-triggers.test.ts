import { expect, it } from 'vitest'
import { createWorld } from '../support/world.ts'
import { haveBankPayout, havePaidPayout, tell } from '../worker/payouts/bank-support.ts'
import { control } from '../worker/payouts/support.ts'
import { passed } from './illegal.ts'

it('SQL alone refuses what is illegal with bank payouts', async () => {
  const world = await createWorld()
  const { account } = await havePaidPayout(world)
  const id = await haveBankPayout(world, account)
  await tell(world, 'payout.created', id, account)
  await control(world, 'fail-bank-payout', { id })
  await tell(world, 'payout.failed', id, account)
  const columns =
    'partner_id, stripe_account, currency, amount_minor, status, arrival_day, created_at, failed_at, is_complete, last_event, asked_at, version'
  const insert = (account: string, status: string, failedAt: string) =>
    `insert into bank_payouts (bank_payout, ${columns}) select 'po_new', partner_id, '${account}', currency, amount_minor, '${status}', arrival_day,
      created_at, ${failedAt}, 1, 'evt_x', 0, 1 from bank_payouts limit 1`

  expect(
    await passed([
      ['update bank_payouts set amount_minor = 1, version = version + 1', 'amount and account are frozen'],
      ["update bank_payouts set partner_id = 'par_x', version = version + 1", 'amount and account are frozen'],
      ["update bank_payouts set status = 'paid', failed_at = null, version = version + 1", 'final'],
      ['update bank_payouts set failed_at = 1, version = version + 1', 'final'],
      ['update bank_payouts set is_complete = 0', 'every change raises the version'],
      ['delete from bank_payouts', 'never deleted'],
      [insert('acct_x', 'paid', 'null'), 'no such partner and account'],
      [insert(account, 'failed', 'null'), 'CHECK'],
      [insert(account, 'paid', '1'), 'CHECK'],
      [insert(account, 'gone', 'null'), 'CHECK'],
      ["insert into bank_payout_contents values ('po_none', 'tr_1')", 'no such bank payout'],
      ["update bank_payout_contents set carries = 'tr_x'", 'never changes'],
      ['delete from bank_payout_contents', 'never deleted'],
    ]),
  ).toEqual([])
})
