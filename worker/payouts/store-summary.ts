import { sql } from 'drizzle-orm'
import type { RunSummary } from '../../schema/payout-runs.ts'
import type { Db } from '../database.ts'

/** The ten largest of each currency, for amounts of two currencies cannot be compared. */
export const listLargest = (db: Db, runId: string): Promise<RunSummary['largest']> =>
  db.all(sql`
    select payout_id "payoutId", partner_id "partnerId", name "partner", currency "currency", amount_minor "amountMinor" from (
      select l.*, p.name, row_number() over (partition by l.currency order by l.amount_minor desc, l.payout_id) place
      from planned_payouts l join partners p on p.id = l.partner_id where l.run_id = ${runId})
    where place <= 10 order by currency, place`)

/** Partners who were never paid to this version of their destination; at most a hundred are kept. */
export const listNewDestinations = (db: Db, runId: string): Promise<RunSummary['newDestinations']> =>
  db.all(sql`
    select distinct l.partner_id "partnerId", p.name "partner", l.destination "destination"
    from planned_payouts l join partners p on p.id = l.partner_id
    where l.run_id = ${runId} and not exists (select 1 from payouts o where o.partner_id = l.partner_id and o.status = 'paid'
      and o.destination = l.destination and o.destination_version = l.destination_version)
    order by p.name, l.partner_id limit 100`)

/** The run that was approved before this one, with what it planned to pay. */
export async function findLastRun(db: Db, runId: string): Promise<RunSummary['lastRun']> {
  const [last] = await db.all<{ id: string; summary: string }>(sql`
    select r.id, r.summary from payout_runs r, payout_runs here
    where here.id = ${runId} and r.status in ('approved','sending','done') and r.prepared_at <= here.prepared_at and r.id <> here.id
    order by r.prepared_at desc, r.id desc limit 1`)
  // Written by submit alone; the triggers let no run be approved without it.
  return last ? { id: last.id, totals: (JSON.parse(last.summary) as RunSummary).totals } : null
}
