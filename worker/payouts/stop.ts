import { and, eq, isNull, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { isCurrency } from '../../schema/currency.ts'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { stops } from '../../schema/payouts.ts'
import { partners } from '../../schema/people.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { incomplete } from '../form-shapes.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { stopStatement } from './store-payouts.ts'
import { findRun } from './store-plan.ts'
import { sweepPayouts } from './sweep.ts'

const reason = v.pipe(v.string('Please say why.'), v.minLength(3, 'Please say why.'), v.maxLength(300, 'Please say it in 300 characters.'))

/** `all`, `run:…`, `run:…:usd`, `partner:…`, `currency:usd`, as the lease reads them. */
export const stopShape = v.strictObject(
  {
    kind: v.picklist(['all', 'run', 'partner', 'currency'], 'Please choose what to stop.'),
    subject: v.pipe(
      v.string(),
      v.regex(/^[\w-]{0,60}(:[a-z]{3})?$/, 'Use the id as it stands on the page of the run or partner, or a currency code.'),
    ),
    reason,
  },
  incomplete,
)

/**
 * From here on nothing of this scope is sent; what Stripe was asked for already finishes.
 *
 * @throws Refusal invalid, not_found, already_done
 */
export async function setStop({ db, now }: Deps, by: { id: string }, stop: v.InferOutput<typeof stopShape>): Promise<void> {
  const at = now()
  const subject = stop.kind === 'currency' ? stop.subject.toLowerCase() : stop.subject
  const scope = stop.kind === 'all' ? 'all' : `${stop.kind}:${subject}`
  if (stop.kind !== 'all' && subject === '') throw new Refusal('invalid', 'Please say which run, partner or currency to stop.')
  if (!(await isThere(db, stop.kind, subject)))
    throw new Refusal('invalid', 'There is no such run, partner or currency. Use the id as it stands on its page.')
  try {
    await db.batch([
      stopStatement(db, scope, stop.reason, by.id, at),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'stop.set', subject: scope, detail: { reason: stop.reason } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('already_done', 'That is stopped already.')
    throw error
  }
}

/** A stop of something that is not there would stop nothing, and look as if it did. */
async function isThere(db: Db, kind: v.InferOutput<typeof stopShape>['kind'], subject: string): Promise<boolean> {
  const [id = '', currency] = subject.split(':')
  if (currency !== undefined && (kind !== 'run' || !isCurrency(currency))) return false
  if (kind === 'all') return true
  if (kind === 'currency') return isCurrency(id)
  const [found] = await db.all(sql`select 1 from ${kind === 'run' ? payoutRuns : partners} where id = ${id}`)
  return found !== undefined
}

/** A stop for want of funds, which one person may lift once the balance is funded. */
export const isForFunds = (stop: { scope: string; setBy: string }): boolean =>
  stop.setBy === 'system' && /^run:[^:]+:[a-z]{3}$/.test(stop.scope)

/**
 * Lets sending go on. Two people do it, the second with a fresh second factor; a stop for want of funds needs one.
 *
 * @throws Refusal not_found, same_person, second_factor_required, stale
 */
export async function liftStop(deps: Deps, by: SignedInStaff & SessionFacts, scope: string): Promise<'lifted' | 'asked'> {
  const { db, now } = deps
  const at = now()
  const [stop] = await db.select().from(stops).where(eq(stops.scope, scope))
  if (!stop) throw notFound()
  requireSecondFactor(by, at)
  const asks = stop.resumeAskedBy === null && !isForFunds(stop)
  if (stop.resumeAskedBy === by.id) throw new Refusal('same_person', 'You asked for this already; another person has to confirm it.')
  const told = trail(db, {
    at,
    actor: by.id,
    act: asks ? 'stop.resume_asked' : 'stop.lifted',
    subject: scope,
    detail: { reason: stop.reason },
  })
  const isAsRead = and(
    eq(stops.scope, scope),
    stop.resumeAskedBy === null ? isNull(stops.resumeAskedBy) : eq(stops.resumeAskedBy, stop.resumeAskedBy),
  )
  try {
    const change = asks ? db.update(stops).set({ resumeAskedBy: by.id }).where(isAsRead) : db.delete(stops).where(isAsRead)
    await db.batch([change, ...changedExactly(db), told])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody else was here at the same moment. Please look at it again.')
    throw error
  }
  if (!asks) await sweepPayouts(deps)
  return asks ? 'asked' : 'lifted'
}

/**
 * Lets a run go on that rests: after the hourly cap, a fault of ours or a stuck payout. By somebody who neither prepared nor
 * submitted it.
 *
 * @throws Refusal not_found, wrong_state, same_person, second_factor_required
 */
export async function resumeRun(deps: Deps, runId: string, by: SignedInStaff & SessionFacts): Promise<void> {
  const { db, now } = deps
  const at = now()
  const run = await findRun(db, runId)
  if (!run) throw notFound()
  if (!run.paused || (run.status !== 'sending' && run.status !== 'approved')) throw new Refusal('wrong_state', 'This run does not rest.')
  if (by.id === run.preparedBy || by.id === run.submittedBy) {
    throw new Refusal('same_person', 'You prepared or submitted this run, so another person lets it go on.')
  }
  requireSecondFactor(by, at)
  try {
    await db.batch([
      db
        .update(payoutRuns)
        .set({ paused: null })
        .where(and(eq(payoutRuns.id, runId), eq(payoutRuns.paused, run.paused))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'run.resumed', subject: runId, detail: { was: run.paused } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody else was here at the same moment. Please look at it again.')
    throw error
  }
  await deps.hints.send([{ kind: 'run', id: runId }])
  await sweepPayouts(deps)
}
