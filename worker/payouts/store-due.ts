import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { asInteger, asTime } from './parameters.ts'
import { keyWallMs } from './rules.ts'

const notStopped = sql`r.paused is null and not exists (select 1 from stops s where s.scope in ('all', 'run:' || p.run_id,
  'run:' || p.run_id || ':' || p.currency, 'partner:' || p.partner_id, 'currency:' || p.currency))`

/**
 * Payouts that need a step now, those that are due longest first: what can be sent, what was reserved and will not be, what is
 * unknown and quiet, whose key is too old, and what a restore left behind.
 */
export async function listDue(db: Db, moneyEpoch: number, at: Date, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select p.id "id" from payouts p join payout_runs r on r.id = p.run_id
    where p.status in ('reserved','sending','unknown','stuck') and p.status <> 'stuck' and p.next_at <= ${asTime(at)} and p.lease_until < ${asTime(at)}
      and (p.status = 'unknown' or p.epoch < ${asInteger(moneyEpoch)} or r.reason is not null
        or p.status = 'sending' and p.first_sent_at <= ${asTime(at)} - ${asInteger(keyWallMs)} or ${notStopped})
    order by p.next_at, p.id limit ${asInteger(limit)}`)
  return rows.map(({ id }) => id)
}

/** The reserved payouts of a run that has just begun to send. */
export async function listReserved(db: Db, runId: string, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select id from payouts where run_id = ${runId} and status = 'reserved' order by id limit ${asInteger(limit)}`,
  )
  return rows.map(({ id }) => id)
}

/**
 * Payouts that were refused because our balance did not reach, of partners who stand in no run that was prepared since; once
 * nothing of that run and currency is being sent any more.
 */
export const listRefusedForFunds = (db: Db, limit: number): Promise<{ id: string; partnerId: string }[]> =>
  db.all(sql`
    select p.id "id", p.partner_id "partnerId" from stops s
      cross join payouts p on p.run_id = substr(s.scope, 5, length(s.scope) - 8) and p.currency = substr(s.scope, -3)
        and p.status = 'released' and p.reason = 'balance_insufficient'
    where s.scope glob 'run:*:???' and not exists (select 1 from payouts o where o.run_id = p.run_id and o.currency = p.currency and o.status = 'sending')
      and not exists (select 1 from planned_payouts l join payout_runs r on r.id = l.run_id
        where l.partner_id = p.partner_id and l.currency = p.currency and r.prepared_at >= p.finished_at and r.id <> p.run_id)
    order by p.id limit ${asInteger(limit)}`)
