import { type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { Db } from '../database.ts'
import { asInteger, asTime, eachOf } from '../payouts/parameters.ts'

export type UnequalAccount = { account: string; partnerId: string; currency: Currency; commissionsMinor: number; balanceMinor: number }

export async function listPartnersBehind(db: Db, partnerId: string, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`select id "id" from partners where id > ${partnerId} order by id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Accounts of these partners whose balance is not the sum of the commissions that stand there (I18). */
export const listUnequal = (db: Db, partnerIds: readonly string[], limit: number): Promise<UnequalAccount[]> =>
  db.all(sql`
    with who as (select value id from json_each(${JSON.stringify(partnerIds)})),
      places (status, kind) as (values ('pending','pending'), ('on_hold','held'), ('approved','avail'), ('in_payout','inflight')),
      owed as (select places.kind || ':' || c.partner_id || ':' || c.currency account, sum(c.amount_minor) amount
        from commissions c join places on places.status = c.status where c.partner_id in (select id from who) group by 1),
      stands as (select b.account, b.balance_minor amount from who join places join balances b
        on b.account >= places.kind || ':' || who.id || ':' and b.account < places.kind || ':' || who.id || ';'),
      accounts as (select account from owed union select account from stands)
    select a.account "account", substr(a.account, instr(a.account, ':') + 1, length(a.account) - instr(a.account, ':') - 4) "partnerId",
      substr(a.account, -3) "currency", coalesce(o.amount, 0) "commissionsMinor", coalesce(s.amount, 0) "balanceMinor"
    from accounts a left join owed o on o.account = a.account left join stands s on s.account = a.account
    where coalesce(o.amount, 0) <> coalesce(s.amount, 0) order by a.account limit ${limit}`)

export type SentPayout = { id: string; partnerId: string; currency: Currency; amountMinor: number; transfer: string; finishedAt: number }

/** No bank payout that Stripe told of carries its transfer, or none of them came to an end. */
const bankIsSilent = sql`not exists (
    with recursive legs (id) as (
      select bank_payout from bank_payout_contents where carries = p.transfer
      union select c.bank_payout from bank_payout_contents c join legs on c.carries = legs.id)
    select 1 from legs join bank_payouts b on b.bank_payout = legs.id and b.partner_id = p.partner_id where b.status in ('paid','failed'))
  and not exists (select 1 from stripe_transfers t where t.transfer = p.transfer and t.reversed_minor = t.amount_minor)
  and (select coalesce(sum(c.amount_minor), 0) from commissions c where c.partner_id = p.partner_id and c.kind = 'returned' and c.cause = p.id) < p.amount_minor`

const selectSilent = (where: SQL): SQL => sql`select p.id "id", p.partner_id "partnerId", p.currency "currency",
  p.amount_minor "amountMinor", p.transfer "transfer", p.finished_at "finishedAt" from payouts p where p.status = 'paid' and ${where} and ${bankIsSilent}`

/** Payouts paid in this time of which no bank is known to have taken a share, by when they were paid, behind one of them. */
export const listSilent = (db: Db, since: Date, until: Date, behind: { at: number; id: string }, limit: number): Promise<SentPayout[]> =>
  db.all(
    sql`${selectSilent(sql`p.finished_at between ${asTime(since)} and ${asTime(until)}
      and (p.finished_at, p.id) > (${asInteger(behind.at)}, ${behind.id})`)} order by p.finished_at, p.id limit ${limit}`,
  )

/** Of these payouts, those that still are. */
export async function listStillSilent(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db.all<SentPayout>(selectSilent(sql`p.id in ${eachOf(ids)}`))
  return rows.map(({ id }) => id)
}
