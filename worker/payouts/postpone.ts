import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { type Payout, payouts, sendPace } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { openBreaks } from '../reconciliation/store-breaks.ts'
import { breakOfStuck } from '../reconciliation/stuck.ts'
import type { Outcome } from '../stripe/port.ts'
import { pauseMs } from '../stripe/rules.ts'
import { asInteger, asTime } from './parameters.ts'
import { backoffMs, quietMs } from './rules.ts'
import { answerOf } from './settle.ts'
import { hintNotices, oweAlarm } from './store-notices.ts'

type Alarm = { id: string; what: string; todo: string }

/** A leased payout, still ours. */
const isOurs = ({ id, lease }: Payout) => and(eq(payouts.id, id), eq(payouts.status, 'sending'), sql`${payouts.lease} = ${lease}`)

const refusedOr = async (work: Promise<unknown>): Promise<'done' | 'refused'> => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (wasRefused(error)) return 'refused'
    throw error
  }
}

/** The same key again, later (row 6), and later still where Stripe asks for it. A doubt is counted; a 429 ends the calm, and a second full of them halves the pace. */
export async function backOff(deps: Deps, payout: Payout, outcome: Exclude<Outcome, { kind: 'sent' }>): Promise<void> {
  const { db, now, hints } = deps
  const at = now()
  const waitMs = pauseMs(backoffMs(payout.tries), outcome.retryAfterMs)
  await refusedOr(
    db.batch([
      db
        .update(payouts)
        .set({
          leaseUntil: new Date(0),
          nextAt: new Date(at.getTime() + waitMs),
          doubts: sql`${payouts.doubts} + ${asInteger(outcome.kind === 'doubt' ? 1 : 0)}`,
        })
        .where(isOurs(payout)),
      ...changedExactly(db),
      answerOf(db, payout, outcome, at),
      ...(outcome.answer.http === 429 ? [slowDown(db, at)] : []),
    ]),
  )
  await hints.send([{ kind: 'payout', id: payout.id }], { delaySeconds: Math.ceil(waitMs / 1000) })
}

/**
 * Halves the pace, at most once a second, when in that second an eighth of it was refused: a lock on one account, or somebody else's
 * burst, answers 429 now and then, and to halve for each of those would cost half a minute every time.
 */
export const slowDown = (db: Db, at: Date) => {
  const isSameSecond = sql`${sendPace.calmSince} between ${asTime(at)} - 999 and ${asTime(at)}`
  const limited = sql`(case when ${isSameSecond} then ${sendPace.limited} else 0 end + 1)`
  const threshold = sql`(${sendPace.perSecond} + 7) / 8`
  return db
    .update(sendPace)
    .set({
      perSecond: sql`case when ${limited} = ${threshold} then max(1, ${sendPace.perSecond} / 2) else ${sendPace.perSecond} end`,
      // Past every threshold once it was reached: what is refused in the rest of the second was sent before.
      limited: sql`case when ${limited} >= ${threshold} then 1000 else ${limited} end`,
      calmSince: sql`case when ${isSameSecond} then ${sendPace.calmSince} else ${asTime(at)} end`,
    })
    .where(eq(sendPace.id, 1))
}

/**
 * Nobody can tell whether it left: only a look-up leaves this state, a quiet hour after the last send (row 9). `alarm` calls a
 * person, `pauses` says why the run rests, when the fault is ours.
 */
export async function markUnknown(
  deps: Deps,
  payout: Payout,
  why: { reason: string; outcome?: Outcome; guard?: SQL; alarm?: Alarm; pauses?: string | undefined; quietFrom?: Date },
): Promise<boolean> {
  const { db, now, hints } = deps
  const at = now()
  const lookAt = new Date((why.quietFrom ?? payout.lastSentAt ?? at).getTime() + quietMs)
  const done = await refusedOr(
    db.batch([
      db
        .update(payouts)
        .set({ status: 'unknown', reason: why.reason, leaseUntil: new Date(0), nextAt: lookAt })
        .where(why.guard ? and(eq(payouts.id, payout.id), why.guard) : isOurs(payout)),
      ...changedExactly(db),
      ...(why.outcome ? [answerOf(db, payout, why.outcome, at)] : []),
      ...(why.pauses ? [pauseStatement(db, payout.runId, why.pauses)] : []),
      trail(db, {
        at,
        actor: 'system',
        act: 'payout.unknown',
        subject: payout.id,
        partnerId: payout.partnerId,
        detail: { reason: why.reason, gen: payout.gen, tries: payout.tries },
      }),
      ...(why.alarm ? [oweAlarm(db, why.alarm.id, { ...why.alarm, subject: payout.id }, at)] : []),
    ]),
  )
  if (done === 'refused') return false
  if (why.alarm) await hintNotices(deps, `alarm:${why.alarm.id}`)
  await hints.send([{ kind: 'payout', id: payout.id }], { delaySeconds: Math.max(1, Math.ceil((lookAt.getTime() - at.getTime()) / 1000)) })
  return true
}

/** Only people leave this state: two of them, on evidence (rows 10, 13, 14). Its run rests meanwhile. */
export async function markStuck(deps: Deps, payout: Payout, why: { reason: string; guard?: SQL; outcome?: Outcome }): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `stuck:${payout.id}`
  const alarm = {
    what: 'A payout is stuck and its run rests',
    subject: payout.id,
    todo: 'Look at Stripe: two people decide on what it shows.',
  }
  const done = await refusedOr(
    db.batch([
      db
        .update(payouts)
        .set({ status: 'stuck', reason: why.reason, leaseUntil: new Date(0) })
        .where(why.guard ? and(eq(payouts.id, payout.id), why.guard) : isOurs(payout)),
      ...changedExactly(db),
      ...(why.outcome ? [answerOf(db, payout, why.outcome, at)] : []),
      pauseStatement(db, payout.runId, `Payout ${payout.id} is stuck`),
      trail(db, {
        at,
        actor: 'system',
        act: 'payout.stuck',
        subject: payout.id,
        partnerId: payout.partnerId,
        detail: { reason: why.reason },
      }),
      ...openBreaks(db, 'R1', [breakOfStuck({ ...payout, reason: why.reason })], at),
      oweAlarm(db, alarmId, alarm, at),
    ]),
  )
  if (done === 'done') await hintNotices(deps, `alarm:${alarmId}`)
}

/** A statement: the run leases nothing until a person lets it go on; a run that rests already keeps its first reason. */
export const pauseStatement = (db: Db, runId: string, reason: string) =>
  db
    .update(payoutRuns)
    .set({ paused: reason })
    .where(and(eq(payoutRuns.id, runId), isNull(payoutRuns.paused), sql`${payoutRuns.status} in ('approved','sending')`))
