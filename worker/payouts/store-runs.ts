import { sql } from 'drizzle-orm'
import { payoutRuns } from '../../schema/payout-runs.ts'
import type { Db } from '../database.ts'
import { asInteger } from './parameters.ts'

/** Where each planned partner would be paid, and when Stripe was last asked about it. */
export async function listPlannedDestinations(
  db: Db,
  runId: string,
): Promise<{ partnerId: string; destination: string; askedAt: Date | null }[]> {
  const rows = await db.all<{ partnerId: string; destination: string; askedAt: number | null }>(sql`
    select distinct l.partner_id "partnerId", l.destination "destination", d.asked_at "askedAt" from planned_payouts l
      left join payout_destinations d on d.partner_id = l.partner_id and d.version = l.destination_version
    where l.run_id = ${runId} order by d.asked_at limit 1000`)
  return rows.map((row) => ({ ...row, askedAt: row.askedAt === null ? null : new Date(row.askedAt) }))
}

/** Runs with work left: approved ones to reserve, sending ones to finish; the oldest first. */
export const listMovingRuns = (db: Db, limit: number) =>
  db
    .select()
    .from(payoutRuns)
    .where(sql`${payoutRuns.status} in ('approved','sending')`)
    .orderBy(payoutRuns.approvedAt, payoutRuns.id)
    .limit(limit)

/** A place in a plan: it is gone through by partner and currency, as its index has it. */
type PlanPlace = { partnerId: string; currency: string }

/** The last of a run's plan that is reserved; undefined before the first. */
export async function lastReserved(db: Db, runId: string): Promise<PlanPlace | undefined> {
  const [row] = await db.all<PlanPlace>(sql`
    select partner_id "partnerId", currency "currency" from payouts where run_id = ${runId} order by partner_id desc, currency desc limit 1`)
  return row
}

/** Planned payouts behind a place that are neither reserved nor skipped. */
export const listUndecided = (
  db: Db,
  runId: string,
  after: PlanPlace | undefined,
  limit: number,
): Promise<(PlanPlace & { id: string })[]> =>
  db.all(sql`
    select l.payout_id "id", l.partner_id "partnerId", l.currency "currency" from planned_payouts l
    where l.run_id = ${runId} and (l.partner_id, l.currency) > (${after?.partnerId ?? ''}, ${after?.currency ?? ''})
      and not exists (select 1 from payouts p where p.id = l.payout_id)
      and not exists (select 1 from payout_skips s where s.payout_id = l.payout_id)
    order by l.partner_id, l.currency limit ${asInteger(limit)}`)

export async function hasPayouts(db: Db, runId: string): Promise<boolean> {
  const rows = await db.all(sql`select 1 from payouts where run_id = ${runId} limit 1`)
  return rows.length > 0
}

/** From the figures that triggers keep; nothing is counted. */
export async function hasOpenPayouts(db: Db, runId: string): Promise<boolean> {
  const rows = await db.all(
    sql`select 1 from run_counts where run_id = ${runId} and status in ('reserved','sending','unknown','stuck') and n > 0 limit 1`,
  )
  return rows.length > 0
}

/** Reserved payouts of a run that were never tried, for a run whose rest is cancelled. */
export async function listUnsent(db: Db, runId: string, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select id from payouts where run_id = ${runId} and status = 'reserved' order by id limit ${asInteger(limit)}`,
  )
  return rows.map(({ id }) => id)
}
