import { and, eq, isNull, sql } from 'drizzle-orm'
import { payoutRuns, plannedLines, plannedPayouts, runBlockers } from '../../schema/payout-runs.ts'
import type { Db } from '../database.ts'
import { holdsNow } from '../guard.ts'
import { asInteger, eachOf, rowsOf } from './parameters.ts'
import type { Blocker } from './rules.ts'
import type { CapFacts, PrintedPayout, RunTotal } from './rules-run.ts'

/** While a draft is written in chunks it cannot be submitted. */
export const beingPrepared = 'Being prepared'

/** A statement: undo the batch unless this run is still a draft. */
export const isDraft = (db: Db, runId: string) =>
  holdsNow(db, sql`exists (select 1 from payout_runs where id = ${runId} and status = 'draft')`)

/** Empties a draft, for its plan to be written anew. */
export const clearPlan = (db: Db, runId: string) =>
  [
    ...isDraft(db, runId),
    db.update(payoutRuns).set({ paused: beingPrepared }).where(eq(payoutRuns.id, runId)),
    db.delete(plannedLines).where(sql`payout_id in (select payout_id from planned_payouts where run_id = ${runId})`),
    db.delete(plannedPayouts).where(eq(plannedPayouts.runId, runId)),
    db.delete(runBlockers).where(eq(runBlockers.runId, runId)),
  ] as const

export type Plan = { payoutId: string; partnerId: string; currency: string; amountMinor: number; destinationVersion: number }

/**
 * Statements that plan some payouts with all approved commissions of their partner and currency, as they are in this batch.
 * Undone when the sum is no longer the one that was decided on.
 */
export const writePlan = (db: Db, runId: string, plan: readonly Plan[]) =>
  [
    ...isDraft(db, runId),
    db.insert(plannedPayouts).select(
      sql`select value ->> 'payoutId', ${runId}, d.partner_id, value ->> 'currency', cast(value ->> 'amountMinor' as integer), d.stripe_account, d.version
          from ${rowsOf(plan)} join payout_destinations d on d.partner_id = value ->> 'partnerId' and d.version = value ->> 'destinationVersion'`,
    ),
    db.insert(plannedLines).select(
      sql`select l.payout_id, c.id, c.amount_minor from planned_payouts l
          join commissions c indexed by commissions_payable on c.partner_id = l.partner_id and c.currency = l.currency and c.status = 'approved'
          where l.payout_id in ${eachOf(plan.map(({ payoutId }) => payoutId))}`,
    ),
    ...holdsNow(
      db,
      sql`${asInteger(plan.length)} = (select count(*) from planned_payouts l where l.payout_id in ${eachOf(plan.map(({ payoutId }) => payoutId))}
          and l.amount_minor = (select sum(amount_minor) from planned_lines n where n.payout_id = l.payout_id))`,
    ),
  ] as const

export type BlockedCandidate = { partnerId: string; currency: string; amountMinor: number; blocker: Blocker; detail: string | null }

export const writeBlockers = (db: Db, runId: string, blocked: readonly BlockedCandidate[]) =>
  [
    ...isDraft(db, runId),
    db.insert(runBlockers).select(
      sql`select ${runId}, value ->> 'partnerId', value ->> 'currency', cast(value ->> 'amountMinor' as integer), value ->> 'blocker', value ->> 'detail'
          from ${rowsOf(blocked)}`,
    ),
  ] as const

export const finishPlan = (db: Db, runId: string) =>
  db
    .update(payoutRuns)
    .set({ paused: null })
    .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'draft')))

/** Partners that a person left out of a draft. */
export async function listExcluded(db: Db, runId: string): Promise<{ partnerId: string; detail: string | null }[]> {
  return db
    .selectDistinct({ partnerId: runBlockers.partnerId, detail: runBlockers.detail })
    .from(runBlockers)
    .where(and(eq(runBlockers.runId, runId), eq(runBlockers.blocker, 'excluded')))
}

/** Moves a planned partner to those left out, in all its currencies. */
export const excludeFromPlan = (db: Db, runId: string, partnerId: string, reason: string) =>
  [
    ...holdsNow(
      db,
      sql`exists (select 1 from planned_payouts l join payout_runs r on r.id = l.run_id
          where r.id = ${runId} and r.status = 'draft' and r.paused is null and l.partner_id = ${partnerId})`,
    ),
    db
      .insert(runBlockers)
      .select(
        sql`select run_id, partner_id, currency, amount_minor, 'excluded', ${reason} from planned_payouts where run_id = ${runId} and partner_id = ${partnerId}`,
      ),
    db
      .delete(plannedLines)
      .where(sql`payout_id in (select payout_id from planned_payouts where run_id = ${runId} and partner_id = ${partnerId})`),
    db.delete(plannedPayouts).where(and(eq(plannedPayouts.runId, runId), eq(plannedPayouts.partnerId, partnerId))),
  ] as const

const printedAtOnce = 500

/** Every planned payout with its lines, for the fingerprint; read in chunks by partner and currency, as the plan's index has them. */
export async function printPlan(db: Db, runId: string): Promise<PrintedPayout[]> {
  const printed: PrintedPayout[] = []
  for (let after = { partnerId: '', currency: '' }; ; ) {
    const rows = await db.all<PrintedPayout>(sql`
      select l.payout_id "payoutId", l.partner_id "partnerId", l.currency "currency", l.amount_minor "amountMinor", l.destination "destination",
        l.destination_version "destinationVersion",
        coalesce((select group_concat(n.commission_id || ':' || n.amount_minor, ',' order by n.commission_id)
          from planned_lines n where n.payout_id = l.payout_id), '') "lines"
      from planned_payouts l where l.run_id = ${runId} and (l.partner_id, l.currency) > (${after.partnerId}, ${after.currency})
      order by l.partner_id, l.currency limit ${asInteger(printedAtOnce)}`)
    printed.push(...rows)
    const last = rows.at(-1)
    if (!last || rows.length < printedAtOnce) return printed
    after = last
  }
}

/** Totals and extremes of a plan by currency; `largestFirstMinor` is among partners that were never paid before. */
export const listPlanFacts = (db: Db, runId: string): Promise<(CapFacts & RunTotal)[]> =>
  db.all(sql`
    select l.currency "currency", count(*) "n", sum(l.amount_minor) "amountMinor", sum(l.amount_minor) "totalMinor", max(l.amount_minor) "largestMinor",
      coalesce(max(case when not exists (select 1 from payouts p where p.partner_id = l.partner_id and p.status = 'paid') then l.amount_minor end), 0)
        "largestFirstMinor"
    from planned_payouts l where l.run_id = ${runId} group by l.currency order by l.currency`)

/** The newest confirmed caps of each currency. */
export const listCaps = (db: Db) =>
  db.all<{ currency: string; payoutMinor: number; runMinor: number; hourMinor: number; firstMinor: number }>(sql`
    select c.currency "currency", c.payout_minor "payoutMinor", c.run_minor "runMinor", c.hour_minor "hourMinor", c.first_minor "firstMinor"
    from caps c where c.confirmed_by is not null
      and c.version = (select max(version) from caps n where n.currency = c.currency and n.confirmed_by is not null)`)

export async function findRun(db: Db, runId: string) {
  const [run] = await db.select().from(payoutRuns).where(eq(payoutRuns.id, runId))
  return run
}

/** The number of a period's newest run, 0 if it has none. */
export async function newestOfPeriod(db: Db, period: string): Promise<number> {
  const [row] = await db.all<{ newest: number }>(sql`
    select coalesce(max(cast(substr(id, ${asInteger(`run_${period}_`.length + 1)}) as integer)), 0) "newest"
    from payout_runs where id >= ${`run_${period}_`} and id < ${`run_${period}\``}`)
  return row?.newest ?? 0
}

export const notPaused = isNull(payoutRuns.paused)
