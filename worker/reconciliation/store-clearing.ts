import { sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { Db } from '../database.ts'
import { asTime, eachOf } from '../payouts/parameters.ts'

/** What is in flight in a currency, and since when: the two questions of clearing, in one query (money.md 10, R4). */
export type Flight = {
  currency: Currency
  /** Of the ledger: what is promised to open payouts. */
  inflightMinor: number
  /** The open payouts themselves, and how many. */
  openMinor: number
  open: number
  oldestId: string | null
  since: Date | null
}

type FlightRow = Omit<Flight, 'since'> & { since: number | null }

/**
 * By currency. Kept figures beside each other: the accounts `inflight` as the ledger's trigger sums them, and the open payouts as the
 * runs' triggers count them; only runs that move have any. The oldest is the first of an index.
 */
export async function listFlights(db: Db): Promise<Flight[]> {
  const rows = await db.all<FlightRow>(sql`
    with open as (
      select c.currency, sum(c.n) n, sum(c.amount_minor) amount from payout_runs r join run_counts c on c.run_id = r.id
      where r.status in ('approved','sending') and c.status in ('reserved','sending','unknown','stuck') and c.n > 0 group by c.currency),
    ledger as (select currency, amount_minor amount from totals where kind = 'inflight'),
    currencies as (select currency from open union select currency from ledger)
    select k.currency "currency", coalesce(l.amount, 0) "inflightMinor", coalesce(o.amount, 0) "openMinor", coalesce(o.n, 0) "open",
      (select p.id from payouts p where p.finished_at is null and p.currency = k.currency order by p.reserved_at, p.id limit 1) "oldestId",
      (select p.reserved_at from payouts p where p.finished_at is null and p.currency = k.currency order by p.reserved_at, p.id limit 1) "since"
    from currencies k left join open o on o.currency = k.currency left join ledger l on l.currency = k.currency
    order by k.currency`)
  return rows.map(({ since, ...row }) => ({ ...row, since: since === null ? null : new Date(since) }))
}

export type StuckPayout = { id: string; partnerId: string; currency: Currency; amountMinor: number; runId: string; reason: string | null }

/** Those that wait for two people, the oldest first. */
export const listStuck = (db: Db, limit: number): Promise<StuckPayout[]> =>
  db.all(sql`select id "id", partner_id "partnerId", currency "currency", amount_minor "amountMinor", run_id "runId", reason "reason"
    from payouts where status = 'stuck' order by next_at, id limit ${limit}`)

export type OldPayout = { id: string; partnerId: string; currency: Currency; amountMinor: number; runId: string; since: Date }

/** Open payouts of some currencies that were reserved before a moment, by currency and age. */
export async function listOpenSince(db: Db, currencies: readonly Currency[], before: Date, limit: number): Promise<OldPayout[]> {
  const rows = await db.all<Omit<OldPayout, 'since'> & { since: number }>(sql`
    select id "id", partner_id "partnerId", currency "currency", amount_minor "amountMinor", run_id "runId", reserved_at "since" from payouts
    where finished_at is null and currency in ${eachOf(currencies)} and reserved_at < ${asTime(before)}
    order by currency, reserved_at, id limit ${limit}`)
  return rows.map(({ since, ...row }) => ({ ...row, since: new Date(since) }))
}
