import { type SQL, sql } from 'drizzle-orm'
import { type ReconDay, reconDays } from '../../schema/reconciliation.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { startOf } from '../day-shape.ts'
import { asInteger, asTime } from '../payouts/parameters.ts'
import { dayAfter } from './rules.ts'

const isIn = (column: SQL, day: string): SQL => sql`${column} >= ${asTime(startOf(day))} and ${column} < ${asTime(startOf(dayAfter(day)))}`

/** Transfers that Stripe made on the day, each with the payout it belongs to. */
const moved = (day: string): SQL => sql`moved as (
  select t.transfer, t.currency, t.amount_minor amount, t.reversed_minor reversed, p.partner_id, p.finished_at,
    p.status in ('reserved','sending','unknown','stuck') is_open, p.status = 'paid' and p.transfer = t.transfer is_booked
  from stripe_transfers t left join payouts p on p.id = t.payout_id where ${isIn(sql`t.created_at`, day)})`

/**
 * What our account `paid` says of the day, by currency; then what Stripe moved on it and we booked on another day, less what we booked
 * on it and Stripe moved on another: a transfer a second before midnight, a payout that a look-up proved later.
 */
const booked = (day: string): SQL => sql`booked as (
    select currency, sum(case when credit = 'paid:' || currency then amount_minor else -amount_minor end) amount from ledger_transactions
    where ${isIn(sql`effective_at`, day)} and (credit = 'paid:' || currency or debit = 'paid:' || currency) group by currency),
  shifts as (
    select currency, amount from moved where is_booked and not (${isIn(sql`finished_at`, day)})
    union all
    select t.currency, -t.amount_minor from payouts p join stripe_transfers t on t.transfer = p.transfer
    where ${isIn(sql`p.finished_at`, day)} and p.status = 'paid' and not (${isIn(sql`t.created_at`, day)})
    union all
    select c.currency, -c.amount_minor from commissions c join ledger_transactions l on l.id = 'reversal:' || c.source
    where ${isIn(sql`c.accrued_at`, day)} and c.kind = 'returned' and not (${isIn(sql`l.effective_at`, day)})
    union all
    select l.currency, l.amount_minor from ledger_transactions l join commissions c on c.source = substr(l.id, 10)
    where ${isIn(sql`l.effective_at`, day)} and l.template = 'reversal' and not (${isIn(sql`c.accrued_at`, day)})),
  shifted as (select currency, sum(amount) amount from shifts group by currency)`

/** Where the money of the day's transfers is now: the newest bank payout that carries each, or carries on one that failed. */
const banked = sql`legs (transfer, id) as (
    select m.transfer, c.bank_payout from moved m join bank_payout_contents c on c.carries = m.transfer
    union select legs.transfer, c.bank_payout from legs join bank_payout_contents c on c.carries = legs.id),
  ranked as (
    select legs.transfer, b.status, row_number() over (partition by legs.transfer
      order by b.created_at desc, b.status = 'failed', b.bank_payout desc) rank
    from legs join bank_payouts b on b.bank_payout = legs.id join moved m on m.transfer = legs.transfer and m.partner_id = b.partner_id),
  placed as (
    select m.currency, m.amount, m.reversed, m.amount - m.reversed rest, m.is_open, coalesce(r.status, 'none') status
    from moved m left join ranked r on r.transfer = m.transfer and r.rank = 1),
  sums as (
    select currency, sum(amount) transfers, sum(case when is_open then amount else 0 end) open, sum(reversed) taken_back,
      sum(case when status in ('none','canceled') then rest else 0 end) at_stripe,
      sum(case when status in ('pending','in_transit') then rest else 0 end) on_its_way,
      sum(case when status = 'paid' then rest else 0 end) arrived,
      sum(case when status = 'failed' then rest else 0 end) sent_back
    from placed group by currency)`

/**
 * A statement: puts a day together anew, a row a currency in which anything moved.
 *
 * @param isFetched - whether Stripe's balance transactions of that day are all here
 */
export const keepDay = (db: Db, day: string, isFetched: boolean, at: Date): Statement =>
  db
    .insert(reconDays)
    .select(
      sql`with recursive ${moved(day)}, ${booked(day)}, ${banked},
          cash as (select currency, -sum(amount_minor) amount from stripe_cash
            where day = ${day} and category in ('transfer','transfer_reversal') group by currency),
          currencies as (select currency from booked union select currency from sums union select currency from cash union select currency from shifted
            union select currency from recon_days where day = ${day})
          select ${day}, k.currency, coalesce(b.amount, 0), ${isFetched ? sql`coalesce(c.amount, 0)` : sql`null`},
            coalesce(s.transfers, 0), coalesce(s.open, 0), coalesce(h.amount, 0), coalesce(s.taken_back, 0), coalesce(s.at_stripe, 0),
            coalesce(s.on_its_way, 0), coalesce(s.arrived, 0), coalesce(s.sent_back, 0), ${asTime(at)}
          from currencies k left join booked b on b.currency = k.currency left join cash c on c.currency = k.currency
            left join sums s on s.currency = k.currency left join shifted h on h.currency = k.currency where true`,
    )
    .onConflictDoUpdate({
      target: [reconDays.day, reconDays.currency],
      set: Object.fromEntries(kept.map((column) => [column, sql.raw(`excluded.${reconDays[column].name}`)])),
      setWhere: sql`excluded.kept_at >= ${reconDays.keptAt}`,
    })

const kept = [
  'ledgerMinor',
  'cashMinor',
  'transfersMinor',
  'openMinor',
  'shiftedMinor',
  'takenBackMinor',
  'atStripeMinor',
  'onItsWayMinor',
  'arrivedMinor',
  'sentBackMinor',
  'keptAt',
] as const satisfies readonly (keyof ReconDay)[]

/** Rows of these days, newest first. */
export const listDays = (db: Db, days: readonly string[]): Promise<ReconDay[]> =>
  db
    .select()
    .from(reconDays)
    .where(sql`day in (select value from json_each(${JSON.stringify(days)}))`)
    .orderBy(sql`day desc`, reconDays.currency)
    .limit(500)

const hourMs = 3_600_000

/** Days that were put together three hours ago while their money was on its way, or a day ago; the longest ago first. */
export async function listStaleDays(
  db: Db,
  { since, before }: { since: string; before: string },
  at: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ day: reconDays.day })
    .from(reconDays)
    .where(
      sql`day >= ${since} and day < ${before}
        and kept_at < ${asTime(at)} - case when at_stripe_minor + on_its_way_minor + open_minor > 0 then ${asInteger(3 * hourMs)} else ${asInteger(24 * hourMs)} end`,
    )
    .groupBy(reconDays.day)
    .orderBy(sql`min(kept_at)`)
    .limit(limit)
  return rows.map(({ day }) => day)
}
