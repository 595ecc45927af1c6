import { and, eq, sql } from 'drizzle-orm'
import { type Payout, payoutDestinations, payouts } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import type { Outcome } from '../stripe/port.ts'
import { finishRun } from './finish.ts'
import { leasePayout } from './lease.ts'
import { lookUpPayout } from './look-up.ts'
import { backOff, markStuck, markUnknown, pauseStatement } from './postpone.ts'
import { neverTried, releasePayout, releaseStatements } from './release.ts'
import { doubtsAtMost, keyOf } from './rules.ts'
import { consequenceOf } from './rules-run.ts'
import { stepOf } from './rules-standing.ts'
import { answerOf, settlePayout } from './settle.ts'
import { hintNotices, oweAlarm } from './store-notices.ts'
import { stopStatement } from './store-payouts.ts'
import { findStanding } from './store-standing.ts'

type Unsent = Exclude<Outcome, { kind: 'sent' }>

/**
 * Takes one payout a step further: sends it, looks it up, or releases what will not be sent. Safe to repeat and to run twice at
 * once: the lease writes the key down before Stripe is asked.
 */
export async function sendPayout(deps: Deps, payoutId: string): Promise<void> {
  const standing = await findStanding(deps.db, payoutId, deps.now())
  if (!standing) return
  const { payout } = standing
  const step = stepOf(standing, deps.settings.moneyEpoch, deps.now())
  switch (step.do) {
    case 'nothing':
      return
    case 'look_up':
      await lookUpPayout(deps, standing)
      return finishRun(deps, payout.runId)
    case 'release':
      await releasePayout(deps, payout, { from: 'reserved', guard: neverTried, reason: step.reason })
      return finishRun(deps, payout.runId)
    case 'mark_unknown':
      await markUnknown(deps, payout, {
        reason: step.reason,
        guard: sql`${payouts.status} = ${payout.status} and ${payouts.tries} = ${payout.tries}`,
        // After a restore nobody knows when this was last sent: quiet counts from now (row 4).
        ...(step.reason === 'restored' && { quietFrom: deps.now() }),
      })
      return
    case 'wait_for_slot':
      return waitForSlot(deps, payout, step.until)
    case 'pause_for_cap':
      return pauseForCap(deps, payout)
    case 'send':
      await sendNow(deps, payoutId)
      return finishRun(deps, payout.runId)
  }
}

async function sendNow(deps: Deps, payoutId: string): Promise<void> {
  const leased = await leasePayout(deps, payoutId)
  if (!leased) return
  const { payout, notBefore } = leased
  const { id, gen, runId, partnerId, amountMinor, currency, destination } = payout
  const outcome = await deps.rail.send({ id, gen, runId, partnerId, amountMinor, currency, destination, notBefore }, keyOf(id, gen))
  await follow(deps, payout, outcome)
}

/** The arm of each outcome, one batch each (money.md 6). */
async function follow(deps: Deps, payout: Payout, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return settlePayout(deps, payout, outcome.transfer, outcome)
    case 'refused':
      return refusePayout(deps, payout, outcome)
    case 'wait':
      return backOff(deps, payout, outcome)
    case 'doubt':
      if (payout.doubts + 1 < doubtsAtMost) return backOff(deps, payout, outcome)
      await markUnknown(deps, payout, { reason: 'doubt', outcome })
      return
    case 'unknown':
      await markUnknown(deps, payout, {
        reason: outcome.answer.http === 400 ? 'idempotency' : 'differs',
        outcome,
        pauses: outcome.answer.http === 400 ? 'Stripe says that a key of ours was used for another request' : undefined,
        alarm: {
          id: `unknown:${payout.id}:${payout.gen}:${payout.tries}`,
          what: `Stripe: ${outcome.reason}`,
          todo: 'The look-up decides; find out why.',
        },
      })
      return
    case 'kept':
      return markStuck(deps, payout, { reason: 'kept', outcome })
    case 'stop':
      return stopAll(deps, payout, outcome)
  }
}

/**
 * A definite no. On the only try of its key nothing can have left, so it is released; after an unclear try that one may still
 * land, so it is looked up (rows 8 and 9). What refused it also keeps the next ones from trying.
 */
async function refusePayout(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const reason = outcome.answer.code ?? 'refused'
  if (payout.tries > 1) {
    await markUnknown(deps, payout, { reason: 'refused_late', outcome })
    await consequences(deps, payout, outcome)
    return
  }
  const at = now()
  const guard = sql`${payouts.lease} = ${payout.lease} and ${payouts.tries} = 1`
  try {
    await db.batch([...releaseStatements(db, payout, { from: 'sending', guard, reason }, at), answerOf(db, payout, outcome, at)])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await consequences(deps, payout, outcome)
  await hintNotices(deps, `payout_released:${payout.id}`)
}

async function consequences(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const at = now()
  const { code } = outcome.answer
  const alarmId = `refused:${payout.id}:${payout.gen}:${payout.tries}`
  const alarm = (what: string, todo: string) => oweAlarm(db, alarmId, { what, subject: payout.id, todo }, at)
  const statements = {
    fund: [
      stopStatement(db, `run:${payout.runId}:${payout.currency}`, 'Our Stripe balance does not reach', 'system', at),
      alarm(
        'Our Stripe balance does not reach for a payout',
        'Fund the balance, then lift the stop. What was refused stands in a new draft.',
      ),
    ],
    restrict: [
      blockDestination(deps, payout, 'restricted', code),
      alarm(`Stripe refused a payout: ${outcome.reason}`, 'Ask the partner to look at Stripe.'),
    ],
    close: [
      blockDestination(deps, payout, 'closed', code),
      alarm(`Stripe refused a payout: ${outcome.reason}`, 'The partner needs a new Stripe account.'),
    ],
    bug: [alarm(`Stripe calls our request wrong: ${outcome.reason}`, 'Tell the developers, and pay this partner in a later run.')],
  }[consequenceOf(code)]
  const [first, ...rest] = statements
  if (!first) return
  try {
    await db.batch([first, ...rest])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await hintNotices(deps, `alarm:${alarmId}`)
}

/** Until Stripe is asked about the account again, nothing is sent to it. */
const blockDestination = (
  { db }: Deps,
  { partnerId, destinationVersion }: Payout,
  readiness: 'restricted' | 'closed',
  code: string | null,
) =>
  db
    .update(payoutDestinations)
    .set({ readiness, readinessCodes: code ? [code] : [] })
    .where(and(eq(payoutDestinations.partnerId, partnerId), eq(payoutDestinations.version, destinationVersion)))

/** Stripe refuses us, not this payout: nothing at all leaves until people have looked. The payout keeps its key. */
async function stopAll(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `stop:${payout.id}:${payout.gen}:${payout.tries}`
  const alarm = {
    what: `Stripe refuses our key: ${outcome.reason}. All sending is stopped`,
    subject: payout.id,
    todo: 'Check the secret key.',
  }
  try {
    await db.batch([
      stopStatement(db, 'all', 'Stripe refuses our key', 'system', at),
      trail(db, { at, actor: 'system', act: 'stop.set', subject: 'all', detail: { payoutId: payout.id } }),
      oweAlarm(db, alarmId, alarm, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await backOff(deps, payout, outcome)
  await hintNotices(deps, `alarm:${alarmId}`)
}

async function waitForSlot({ db, now, hints }: Deps, payout: Payout, until: Date): Promise<void> {
  await db
    .update(payouts)
    .set({ nextAt: until })
    .where(
      sql`${payouts.id} = ${payout.id} and ${payouts.status} = ${payout.status} and ${payouts.tries} = ${payout.tries} and ${payouts.nextAt} <= ${now().getTime()}`,
    )
  await hints.send([{ kind: 'payout', id: payout.id }], { delaySeconds: Math.ceil((until.getTime() - now().getTime()) / 1000) })
}

/** What would leave in this hour is above the cap: the run rests and a person decides. */
async function pauseForCap(deps: Deps, payout: Payout): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `hour:${payout.runId}:${payout.currency}:${at.getTime()}`
  const alarm = { what: 'The hourly cap is reached and the run rests', subject: payout.runId, todo: 'Let it go on in the next hour.' }
  try {
    await db.batch([
      pauseStatement(db, payout.runId, 'The hourly cap is reached'),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: 'system',
        act: 'run.paused',
        subject: payout.runId,
        detail: { currency: payout.currency, reason: 'hourly cap' },
      }),
      oweAlarm(db, alarmId, alarm, at),
    ])
    await hintNotices(deps, `alarm:${alarmId}`)
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
