import { sql } from 'drizzle-orm'
import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { Db } from '../database.ts'
import { asTime, eachOf } from './parameters.ts'

/** Of these transfers, those that settled a payout, with how much of each our books say was taken back. */
export async function listPaidBy(db: Db, transfers: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ transfer: string; reversedMinor: number }>(sql`
    select o.transfer "transfer", coalesce((select sum(c.amount_minor) from commissions c
      where c.partner_id = o.partner_id and c.kind = 'returned' and c.cause = o.id), 0) "reversedMinor"
    from payouts o where o.status = 'paid' and o.transfer in ${eachOf(transfers)}`)
  return new Map(rows.map(({ transfer, reversedMinor }) => [transfer, reversedMinor]))
}

/** Of these bank payouts, those we know, each with the state we know it in. */
export async function listBankStatuses(db: Db, ids: readonly string[]): Promise<Map<string, BankPayoutStatus>> {
  const rows = await db.all<{ id: string; status: BankPayoutStatus }>(
    sql`select bank_payout "id", status "status" from bank_payouts where bank_payout in ${eachOf(ids)}`,
  )
  return new Map(rows.map(({ id, status }) => [id, status]))
}

/** The next account, by id, through which money of ours went lately: its bank payouts matter. */
export async function nextAccountBehind(db: Db, account: string, since: Date): Promise<string | undefined> {
  const [row] = await db.all<{ account: string }>(sql`
    select d.stripe_account "account" from payout_destinations d where d.stripe_account > ${account} and (
      exists (select 1 from payouts o where o.partner_id = d.partner_id and o.destination = d.stripe_account and o.status = 'paid'
        and o.finished_at >= ${asTime(since)})
      or exists (select 1 from bank_payouts b where b.stripe_account = d.stripe_account and b.created_at >= ${asTime(since)}))
    order by d.stripe_account limit 1`)
  return row?.account
}
