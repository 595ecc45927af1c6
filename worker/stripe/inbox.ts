import { and, eq, lte, sql } from 'drizzle-orm'
import { type InboxEvent, type InboxSource, inbox } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import type { VerifiedEvent } from './port-webhooks.ts'

/** `done`: applied, or nothing to do. `waiting`: what it needs is not here yet. `ignored`: not for us. */
export type Applied = 'done' | 'waiting' | 'ignored'

/** Applies one stored event: fetches what it points at and writes what it says now, any number of times, in any order. */
export type Applier = (deps: Deps, event: InboxEvent) => Promise<Applied>

/**
 * Stores an event under its id; a repeat changes nothing. One of the other mode (test, live) is kept and counted, never applied, and
 * so is one that came to the wrong path.
 *
 * @returns whether there is something new to apply
 */
export async function putEvent(
  { db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>,
  source: InboxSource,
  { livemode, ...event }: VerifiedEvent,
  { misrouted }: { misrouted?: string } = {},
): Promise<boolean> {
  const isOfOurMode = livemode === settings.stripe.live
  const error = misrouted ?? (isOfOurMode ? null : `An event of ${livemode ? 'live' : 'test'} mode.`)
  const status = misrouted ? 'misrouted' : isOfOurMode ? 'new' : 'ignored'
  const stored = await db
    .insert(inbox)
    .values({ ...event, source, status, error, receivedAt: now(), nextAt: now(), tries: 0 })
    .onConflictDoNothing()
    .returning({ id: inbox.id })
  return stored.length > 0 && status === 'new'
}

// Spelled out, or SQLite does not take the partial index `inbox_due`.
const isOwed = sql`${inbox.status} in ('new','waiting')`

/** Applies one stored event if it is still owed and due; an error is kept beside it and it is tried again later. */
export async function applyStored(deps: Deps, id: string, appliers: Record<string, Applier>): Promise<void> {
  const { db, now } = deps
  const [event] = await db
    .select()
    .from(inbox)
    .where(and(eq(inbox.id, id), isOwed, lte(inbox.nextAt, now())))
  if (!event) return
  const applier = Object.hasOwn(appliers, event.type) ? appliers[event.type] : undefined
  try {
    const applied = applier ? await applier(deps, event) : 'ignored'
    if (applied === 'waiting') await keep(db, event, { status: 'waiting', error: null }, now())
    else await finish(db, event, applied, now())
  } catch (error) {
    const message = forLog(error instanceof Error ? error.message : error)
    console.error(JSON.stringify({ level: 'error', inbox: event.id, type: event.type, message, cause: causeOf(error) }))
    await keep(db, event, { status: event.status, error: message.slice(0, 1_000) }, now())
  }
}

const causeOf = (error: unknown) => (error instanceof Error && error.cause ? forLog(error.cause) : undefined)

const finish = (db: Db, { id, tries }: InboxEvent, status: 'done' | 'ignored', at: Date) =>
  db
    .update(inbox)
    .set({ status, error: null, tries: tries + 1, doneAt: at })
    .where(and(eq(inbox.id, id), isOwed))

const keep = (db: Db, { id, tries }: InboxEvent, kept: Pick<InboxEvent, 'status' | 'error'>, at: Date) =>
  db
    .update(inbox)
    .set({ ...kept, tries: tries + 1, nextAt: new Date(at.getTime() + gapMs(tries)) })
    .where(and(eq(inbox.id, id), isOwed))

const longestGapMs = 6 * 3_600_000

/** One minute, doubled after each try, at most six hours. */
const gapMs = (tries: number): number => Math.min(60_000 * 2 ** Math.min(tries, 20), longestGapMs)

const sweptAtMost = 100
const appliedAtOnce = 5

/** Applies what is due, oldest first, some at a time. */
export async function sweepInbox(deps: Deps, appliers: Record<string, Applier>): Promise<void> {
  const due = await deps.db
    .select({ id: inbox.id })
    .from(inbox)
    .where(and(isOwed, lte(inbox.nextAt, deps.now())))
    .orderBy(inbox.nextAt, inbox.id)
    .limit(sweptAtMost)
  const applyNext = async () => {
    for (let event = due.shift(); event; event = due.shift()) await applyStored(deps, event.id, appliers)
  }
  await Promise.all(Array.from({ length: appliedAtOnce }, applyNext))
}
