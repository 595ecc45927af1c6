import { and, eq, sql } from 'drizzle-orm'
import { type Signal, signalNotes, signals } from '../../schema/signals.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import type { SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { type Team, teamOf } from './rules-signals.ts'
import { settleSignal } from './settle-signal.ts'
import { findSignal } from './store-queue.ts'

type Decider = Pick<SignedInStaff, 'id' | 'roles'>

const deciders: Record<Team, string> = { sales: 'Sales decides about this signal.', finance: 'Finance decides about this signal.' }

/**
 * Decides a signal, once, for a reason: released, its holds end and no others; confirmed, what is not paid yet is refused, and a prospect's
 * credit earns nothing any more. What was paid stays paid.
 *
 * @throws Refusal not_found, forbidden for the other team, wrong_state when somebody else decided before
 */
export async function decideSignal(
  deps: Deps,
  signalId: string,
  outcome: 'released' | 'confirmed',
  reason: string,
  by: Decider,
): Promise<void> {
  const decided = await readAgainIfRefused(async () => {
    const signal = await getSignalFor(deps, signalId, by)
    if (signal.status === outcome && signal.decidedBy === by.id) return signal
    if (signal.status !== 'open') throw new Refusal('wrong_state', `This signal was ${signal.status} already; a signal is decided once.`)

    const at = deps.now()
    const decision = { status: outcome, decidedBy: by.id, decidedAt: at, reason, settledAt: null }
    await inOneBatch(deps.db, [
      deps.db
        .update(signals)
        .set(decision)
        .where(and(eq(signals.id, signalId), eq(signals.status, 'open'))),
      ...changedExactly(deps.db),
      trailOf(deps, signal, by, `signal.${outcome}`, { rule: signal.rule, about: signal.subjectId, reason }),
    ])
    return { ...signal, ...decision }
  })
  await settleSignal(deps, decided)
}

/** Says who of the team looks at it; the last one who takes it has it. */
export async function takeSignal(deps: Deps, signalId: string, by: Decider): Promise<void> {
  await readAgainIfRefused(async () => {
    const signal = await getSignalFor(deps, signalId, by)
    if (signal.takenBy === by.id) return
    if (signal.status !== 'open') throw new Refusal('wrong_state', `This signal was ${signal.status} already.`)
    await inOneBatch(deps.db, [
      deps.db
        .update(signals)
        .set({ takenBy: by.id })
        .where(and(eq(signals.id, signalId), eq(signals.status, 'open'))),
      ...changedExactly(deps.db),
      trailOf(deps, signal, by, 'signal.taken', {}),
    ])
  })
}

/** Writes a note beside a signal, decided or not. */
export async function noteSignal(deps: Deps, signalId: string, text: string, act: string, by: Decider): Promise<void> {
  const { db, now } = deps
  await readAgainIfRefused(async () => {
    if (await findAct(db, act)) return
    const signal = await findSignal(db, signalId)
    if (!signal) throw notFound()
    const at = now()
    const n = sql<number>`(select 1 + coalesce(max(k.n), 0) from signal_notes k where k.signal_id = ${signalId})`
    await inOneBatch(db, [
      actOnce(db, act, signalId, at),
      db.insert(signalNotes).values({ signalId, n, author: by.id, text, writtenAt: at }),
      trailOf(deps, signal, by, 'signal.noted', {}),
    ])
  })
}

async function getSignalFor({ db }: Deps, signalId: string, { roles }: Decider): Promise<Signal> {
  const signal = await findSignal(db, signalId)
  if (!signal) throw notFound()
  const team = teamOf[signal.rule]
  if (!roles.includes(team)) throw new Refusal('forbidden', deciders[team])
  return signal
}

const trailOf = ({ db, now }: Deps, { id, partnerId }: Signal, by: Decider, act: string, detail: Record<string, unknown>) =>
  trail(db, { at: now(), actor: by.id, act, subject: id, partnerId, detail })
