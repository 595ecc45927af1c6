import { and, eq, isNull, sql } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import { type PayoutRun, payoutRuns, payoutSkips } from '../../schema/payout-runs.ts'
import { payouts } from '../../schema/payouts.ts'
import { audit } from '../../schema/records.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { postReserves } from '../ledger/store.ts'
import { isOfEpoch } from './barrier.ts'
import { fingerprintOf } from './digest.ts'
import { asInteger, asTime, eachOf } from './parameters.ts'
import { oweAlarm } from './store-notices.ts'
import { printPlan } from './store-plan.ts'
import { hasPayouts, lastReserved, listUndecided } from './store-runs.ts'

const chunkSize = 100
/** Of one message; with what else it asks, below the thousand queries that an invocation may make. */
const chunksAtMost = 60

/**
 * Reserves an approved run in chunks: each planned payout becomes a payout with all its commissions, or a skip with its reason.
 * May be killed between any two chunks and run twice at once. Gives whether everything is decided.
 */
export async function reserveRun(deps: Deps, run: PayoutRun): Promise<boolean> {
  if (!(await isAsApproved(deps, run))) return false
  // By partner, behind what is decided; a last look at all of them finds what was left out on the way.
  let after = await lastReserved(deps.db, run.id)
  for (let chunk = 0; chunk < chunksAtMost; chunk += 1) {
    const undecided = await listUndecided(deps.db, run.id, after, chunkSize)
    if (undecided.length === 0 && after === undefined) return true
    try {
      if (undecided.length > 0)
        await reserveChunk(
          deps,
          run.id,
          undecided.map(({ id }) => id),
        )
      after = undecided.at(-1)
    } catch (error) {
      if (!wasRefused(error)) throw error
      // Another worker was here, or the run was cancelled or paused meanwhile: read again.
      if (!(await mayStillReserve(deps, run.id))) return false
    }
  }
  return false
}

/** Every planned payout is reserved or skipped: from here the run sends. */
export async function startRun({ db, now }: Deps, runId: string): Promise<void> {
  const at = now()
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ status: 'sending' })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'approved'), isNull(payoutRuns.paused), isNull(payoutRuns.reason))),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'run.started', subject: runId }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}

/** Before the first chunk, what is about to be reserved is held against what was approved once more. */
async function isAsApproved({ db, now }: Deps, run: PayoutRun): Promise<boolean> {
  if (await hasPayouts(db, run.id)) return true
  if ((await fingerprintOf(await printPlan(db, run.id))) === run.fingerprint) return true
  const at = now()
  const alarm = {
    what: 'The plan of an approved run differs from what was approved',
    subject: run.id,
    todo: 'Cancel the run and find out who changed it.',
  }
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ paused: 'The plan differs from what was approved' })
        .where(and(eq(payoutRuns.id, run.id), isNull(payoutRuns.paused))),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'run.paused', subject: run.id, detail: { reason: 'fingerprint' } }),
      oweAlarm(db, `fingerprint:${run.id}`, alarm, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  return false
}

const mayReserve = ({ settings }: Deps, runId: string) =>
  sql`${isOfEpoch(settings.moneyEpoch)}
    and exists (select 1 from payout_runs where id = ${runId} and status = 'approved' and paused is null and reason is null)`

const mayStillReserve = async (deps: Deps, runId: string): Promise<boolean> => {
  const [row] = await deps.db.all<{ may: number }>(sql`select ${mayReserve(deps, runId)} may`)
  return row?.may === 1
}

/**
 * One batch, money.md 4: all of it, or nothing when another worker had one of these payouts first. `+` and `cross join` let each
 * statement begin with the chunk: else the whole plan, or all that is payable, is gone through for each.
 */
async function reserveChunk(deps: Deps, runId: string, ids: readonly string[]): Promise<void> {
  const { db, now, settings } = deps
  const at = now()
  const chunk = eachOf(ids)
  await db.batch([
    ...holdsNow(db, mayReserve(deps, runId)),
    db.insert(payouts).select(
      sql`select l.payout_id, l.run_id, l.partner_id, l.currency, l.amount_minor, l.destination, l.destination_version,
            ${asInteger(settings.moneyEpoch)}, 0, null, 0, ${asTime(at)}, 0, 0, null, null, null, 'reserved', null, ${asTime(at)}, null
          from planned_payouts l where +l.run_id = ${runId} and l.payout_id in ${chunk} and ${whyNot} is null`,
    ),
    db.insert(payoutSkips).select(
      sql`select l.payout_id, coalesce(${whyNot}, 'not_reserved'), ${asTime(at)}
          from planned_payouts l where +l.run_id = ${runId} and l.payout_id in ${chunk} and l.payout_id not in (select id from payouts where id in ${chunk})`,
    ),
    db
      .update(commissions)
      .set({
        status: 'in_payout',
        payoutId: sql`(select n.payout_id from planned_lines n where n.commission_id = ${commissions.id}
          and exists (select 1 from payouts p where p.id = n.payout_id and p.run_id = ${runId}))`,
      })
      .where(sql`+${commissions.status} = 'approved' and ${commissions.id} in (select commission_id from ${linesOf(chunk)})`),
    ...changedExactly(db, sql`(select count(*) from ${linesOf(chunk)})`),
    postReserves(db, ids, at),
    db.insert(audit).select(
      sql`select null, ${asTime(at)}, 'system', case p.id is null when 1 then 'payout.skipped' else 'payout.reserved' end, l.payout_id, l.partner_id,
            json_object('run', l.run_id, 'amountMinor', l.amount_minor, 'currency', l.currency, 'reason', s.reason)
          from planned_payouts l left join payouts p on p.id = l.payout_id left join payout_skips s on s.payout_id = l.payout_id
          where l.payout_id in ${chunk} order by l.payout_id`,
    ),
  ])
}

const linesOf = (chunk: ReturnType<typeof eachOf>) =>
  sql`(select l.commission_id from payouts p cross join planned_lines l on l.payout_id = p.id where p.id in ${chunk})`

/** Row 1 of the payout table: the first thing that stands in the way of a planned payout `l`, or null. */
const whyNot = sql`case
  when not exists (select 1 from partners where id = l.partner_id and status = 'active') then 'partner_not_active'
  when l.destination_version is not (select max(version) from payout_destinations where partner_id = l.partner_id) then 'destination_changed'
  when exists (select 1 from payouts o where o.partner_id = l.partner_id and o.currency = l.currency
    and o.status in ('reserved','sending','unknown','stuck') and o.id <> l.payout_id) then 'open_payout'
  when exists (select 1 from planned_lines n join commissions c on c.id = n.commission_id where n.payout_id = l.payout_id and c.status <> 'approved')
    then 'lines_changed'
  when l.amount_minor is not (select sum(n.amount_minor) from planned_lines n where n.payout_id = l.payout_id) then 'lines_changed'
  when not exists (select 1 from balances b where b.account = 'avail:' || l.partner_id || ':' || l.currency and b.balance_minor >= l.amount_minor)
    then 'balance_lower'
  end`
