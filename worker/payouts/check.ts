import { and, eq, isNull, sql } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import type { Currency } from '../../schema/currency.ts'
import { payoutRuns } from '../../schema/payout-runs.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { forLog } from '../log.ts'
import { KeyRefused } from '../stripe/port.ts'
import { assertNotBarred } from './barrier.ts'
import { eachOf } from './parameters.ts'
import { minuteMs } from './rules.ts'
import { isCheckDue, isCheckOld, shortCurrencies } from './rules-check.ts'
import { isOpen, isTakenBack } from './rules-run.ts'
import { hintNotices, oweAlarm } from './store-notices.ts'
import { stopStatement } from './store-payouts.ts'
import { findRun } from './store-plan.ts'

/**
 * The minute check of a run that sends, by whoever sends first in that minute; the others go on meanwhile, unless the last one is
 * long ago: a restored database remembers an old one. False when Stripe did not answer, or does not fit: then nothing is asked of
 * it now.
 */
export async function checkEachMinute(deps: Deps, runId: string, checkedAt: Date | null): Promise<boolean> {
  const { db, now } = deps
  const at = now()
  if (!isCheckDue(checkedAt, at)) return true
  if (isCheckOld(checkedAt, at)) return (await checkRun(deps, runId)) && noteCheck(deps, runId, 'sending', at)
  const asRead = checkedAt ? eq(payoutRuns.checkedAt, checkedAt) : isNull(payoutRuns.checkedAt)
  const claimed = await db
    .update(payoutRuns)
    .set({ checkedAt: at })
    .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'sending'), asRead))
    .returning({ id: payoutRuns.id })
  if (claimed.length === 0 || (await checkRun(deps, runId))) return true

  // The next one that would send looks again.
  await db
    .update(payoutRuns)
    .set({ checkedAt })
    .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, 'sending'), eq(payoutRuns.checkedAt, at)))
  return false
}

/** The same before a run's first send: it does not begin without it. */
export async function checkFirst(deps: Deps, runId: string): Promise<boolean> {
  const at = deps.now()
  return (await checkRun(deps, runId)) && noteCheck(deps, runId, 'approved', at)
}

/**
 * Before a run is prepared: after a restore its id, and so the ids of its payouts, may be those of a run that was forgotten. A
 * Stripe that does not answer keeps nobody from preparing, for nothing is sent before it does.
 *
 * @throws Refusal stopped
 */
export async function assertMayPrepare(deps: Deps): Promise<void> {
  await assertNotBarred(deps)
  const listed = await newestOfOurs(deps).catch(() => undefined)
  if (!listed || !(await stopIfForgotten(deps, 'all', listed))) return
  throw new Refusal(
    'stopped',
    'Stripe shows transfers of ours that no payout here knows. Everything is stopped; open Restore, which says what to do.',
  )
}

/** A platform may move money for others, too: pages without any transfer of ours are passed over, so far. */
const pagesOfOthers = 20

async function newestOfOurs({ lists }: Deps) {
  let behind: string | undefined
  for (let page = 0; page < pagesOfOthers; page += 1) {
    const { rows, next } = await lists.transfers({ since: new Date(0), behind })
    if (rows.length > 0 || next === undefined) return rows
    behind = next
  }
  return []
}

async function noteCheck({ db }: Deps, runId: string, status: 'approved' | 'sending', at: Date): Promise<true> {
  await db
    .update(payoutRuns)
    .set({ checkedAt: at })
    .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.status, status)))
  return true
}

/**
 * Holds Stripe against the books (money.md 7). A transfer of ours that no payout knows means that the database was restored and
 * forgot: everything stops. A balance that does not reach for what is still reserved stops that currency of the run. False when
 * Stripe did not answer, or knows what we forgot.
 */
async function checkRun(deps: Deps, runId: string): Promise<boolean> {
  const { rail } = deps
  try {
    const rows = await newestOfOurs(deps)
    // Before the reserved sums: what leaves in between lowers both, or the sums alone.
    const available = await rail.balance()
    if (await stopIfForgotten(deps, runId, rows)) return false
    await stopIfShort(deps, runId, available)
    return true
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', check: runId, message: forLog(error) }))
    await tellWhyItWaits(deps, runId, error)
    return false
  }
}

/** So long a run waits for Stripe before anybody is called: most outages are over by then. */
const patienceMs = 30 * minuteMs

/** Nothing leaves while Stripe does not answer, and nobody would know: a refused key stops everything, any other silence is told once a day. */
async function tellWhyItWaits(deps: Deps, runId: string, error: unknown): Promise<void> {
  const { db, now } = deps
  const at = now()
  if (error instanceof KeyRefused) {
    const what = `Stripe refuses our key: ${error.message}. All sending is stopped`
    return stop(deps, {
      scope: 'all',
      reason: 'Stripe refuses our key',
      subject: runId,
      what,
      todo: 'Check the secret key.',
      detail: { runId },
    })
  }
  const run = await findRun(db, runId)
  const since = run?.checkedAt ?? run?.approvedAt
  if (!since || at.getTime() - since.getTime() < patienceMs) return
  const alarmId = `silent:${runId}:${dayOf(at)}`
  const alarm = {
    what: 'A run waits, because Stripe does not answer what is asked before money leaves: our newest transfers, and our balance',
    subject: runId,
    todo: 'It goes on by itself once Stripe answers. Look at status.stripe.com; if nothing is wrong there, tell the developers.',
  }
  try {
    await oweAlarm(db, alarmId, alarm, at)
  } catch (problem) {
    // Told today.
    if (!wasRefused(problem)) throw problem
    return
  }
  await hintNotices(deps, `alarm:${alarmId}`)
}

type Ours = { id: string; payoutId: string; gen: number; amountMinor: number; reversedMinor: number }

/**
 * Those of these transfers that no payout here can have asked for: it is not here, was never tried, was not
 * tried under that key yet, or ended otherwise. One that was taken back whole before its payout ended otherwise is none of them.
 */
async function listForgotten(db: Db, transfers: readonly Ours[]): Promise<Ours[]> {
  const known = await db.all<{ id: string; transfer: string | null; status: PayoutStatus; gen: number }>(
    sql`select id, transfer, status, gen from payouts where id in ${eachOf(transfers.map(({ payoutId }) => payoutId))}`,
  )
  const byId = new Map(known.map((payout) => [payout.id, payout]))
  return transfers.filter((transfer) => {
    const payout = byId.get(transfer.payoutId)
    if (!payout) return true
    const mayBeIts = payout.status === 'sending' ? transfer.gen <= payout.gen : payout.status === 'unknown' || payout.status === 'stuck'
    const isExpected = payout.transfer === transfer.id || mayBeIts
    return !isExpected && (isOpen(payout.status) || !isTakenBack(transfer))
  })
}

/** True when something was forgotten, and then everything is stopped. */
async function stopIfForgotten(deps: Deps, subject: string, transfers: readonly Ours[]): Promise<boolean> {
  const forgotten = await listForgotten(deps.db, transfers)
  const [newest] = forgotten
  if (!newest) return false
  await stop(deps, {
    scope: 'all',
    reason: `Transfer ${newest.id} at Stripe belongs to no payout here`,
    subject,
    what: `Stripe shows ${forgotten.length === 1 ? 'a transfer' : `${forgotten.length} transfers`} of ours that no payout here knows, the newest ${newest.id}. All sending is stopped`,
    todo: 'Was the database restored? Open Restore: it says what to do, and nothing may be sent before. Was it made by hand? Take our metadata off it at Stripe.',
    detail: { transfers: forgotten.slice(0, 10).map(({ id }) => id), n: forgotten.length },
  })
  return true
}

async function stopIfShort(deps: Deps, runId: string, available: Awaited<ReturnType<Deps['rail']['balance']>>): Promise<void> {
  const reserved = await deps.db.all<{ currency: Currency; amountMinor: number }>(
    sql`select currency "currency", amount_minor "amountMinor" from run_counts where run_id = ${runId} and status = 'reserved' and n > 0`,
  )
  for (const { currency, amountMinor, availableMinor } of shortCurrencies(reserved, available)) {
    await stop(deps, {
      scope: `run:${runId}:${currency}`,
      reason: 'Our Stripe balance does not reach',
      subject: runId,
      what: `Our Stripe balance of ${formatMoney(availableMinor, currency)} does not reach for the ${formatMoney(amountMinor, currency)} that are still to be sent`,
      todo: 'Fund the balance, then lift the stop.',
      detail: { currency, amountMinor, availableMinor },
    })
  }
}

type NewStop = { scope: string; reason: string; subject: string; what: string; todo: string; detail: Record<string, unknown> }

/** A stop that stands already says the same: nobody is called twice. */
async function stop(deps: Deps, { scope, reason, detail, ...alarm }: NewStop): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `check:${scope}:${at.getTime()}`
  try {
    await db.batch([
      stopStatement(db, scope, reason, 'system', at),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'stop.set', subject: scope, detail }),
      oweAlarm(db, alarmId, alarm, at),
    ])
  } catch (error) {
    if (wasRefused(error)) return
    throw error
  }
  await hintNotices(deps, `alarm:${alarmId}`)
}
