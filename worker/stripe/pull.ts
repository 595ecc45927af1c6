import { and, eq, isNull, sql } from 'drizzle-orm'
import { type InboxSource, inbox, type Pull, type PullName, pullNames, pulls } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { putEvent } from './inbox.ts'
import { LostPlace, type PageAsked } from './port-lists.ts'
import type { VerifiedEvent } from './port-webhooks.ts'
import { sinceOf } from './rules-pull.ts'

/** What a page of a list tells us that we do not know yet, as events: the same acts follow. `next` is empty where it begins anew. */
export type Found = { events: (VerifiedEvent & { source: InboxSource })[]; next: string | undefined }

/** One of Stripe's lists: asks for a page and leaves out what our books show already. */
export type PullList = { reachDays: number; page: (deps: Deps, asked: PageAsked) => Promise<Found> }

/** Each asks the database three times where nothing is new: one invocation may ask a thousand times, and all of an hour’s jobs are one. */
const pagesAtMost = 140

/**
 * Walks Stripe's lists once a day, so that webhooks only make things faster (money.md 8). Each page is written down with what was
 * found on it; a walk that is too long, or that Stripe interrupts, goes on there an hour later. Safe to repeat and to run twice.
 *
 * @param begin - also starts new walks; without it only those under way go on
 */
export async function pull(deps: Deps, lists: Record<PullName, PullList>, { begin }: { begin: boolean }): Promise<void> {
  const left = { pages: pagesAtMost }
  const failures: unknown[] = []
  for (const name of pullNames) {
    try {
      if (begin) await beginWalk(deps, name, lists[name].reachDays)
      await walk(deps, name, lists[name], left)
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', pull: name, message: forLog(error) }))
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of Stripe’s lists could not be walked`)
}

/** A walk that is under way goes on instead: it covers what a new one would. */
async function beginWalk({ db, now }: Deps, name: PullName, reachDays: number): Promise<void> {
  const at = now()
  const known = await findPull(db, name)
  const since = sinceOf(known?.completeUntil ?? null, reachDays, at)
  if (!known) await db.insert(pulls).values({ name, startedAt: at, since }).onConflictDoNothing()
  else
    await db
      .update(pulls)
      .set({ startedAt: at, since, behind: null })
      .where(and(eq(pulls.name, name), isNull(pulls.startedAt)))
}

async function findPull(db: Db, name: PullName): Promise<Pull | undefined> {
  const [pull] = await db.select().from(pulls).where(eq(pulls.name, name))
  return pull
}

async function walk(deps: Deps, name: PullName, list: PullList, left: { pages: number }): Promise<void> {
  let pull = await findPull(deps.db, name)
  while (pull?.startedAt && pull.since && left.pages > 0) {
    left.pages -= 1
    const { events, next } = await list.page(deps, { since: pull.since, behind: pull.behind ?? undefined }).catch(fromTheStart)
    await keep(deps, events)
    const isOurs = await turnPage(deps.db, pull, next)
    // Somebody else walks the same list: what both find is stored once.
    if (!isOurs) return
    pull = next === undefined ? undefined : { ...pull, behind: next || null }
  }
}

/** Where the place is lost, what was kept is kept: the same walk begins anew, or it would stand there for ever. */
function fromTheStart(error: unknown): Found {
  if (error instanceof LostPlace) return { events: [], next: '' }
  throw error
}

/**
 * A statement: every list is walked anew from this moment, or further back where its rows may change later; what is under way begins
 * again. For a database that was restored and remembers an older walk.
 */
export const beginAgain = (db: Db, lists: Record<PullName, PullList>, since: Date, at: Date) =>
  db
    .insert(pulls)
    .values(pullNames.map((name) => ({ name, startedAt: at, since: earlier(since, sinceOf(at, lists[name].reachDays, at)), behind: null })))
    .onConflictDoUpdate({ target: pulls.name, set: { startedAt: at, since: sql`excluded.since`, behind: null } })

const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

/** Stored first, applied later, like any event; those that are stored already are let be. */
export async function keep(deps: Deps, events: Found['events']): Promise<void> {
  if (events.length === 0) return
  const ids = JSON.stringify(events.map(({ id }) => id))
  const stored = await deps.db.select({ id: inbox.id }).from(inbox).where(sql`${inbox.id} in (select value from json_each(${ids}))`)
  const known = new Set(stored.map(({ id }) => id))
  const fresh: string[] = []
  for (const { source, ...event } of events) {
    if (!known.has(event.id) && (await putEvent(deps, source, event))) fresh.push(event.id)
  }
  if (fresh.length > 0) await deps.hints.send(fresh.map((id) => ({ kind: 'inbox', id }))).catch(hintsLost)
}

/** The sweep finds them all the same. */
const hintsLost = (error: unknown) => console.warn(JSON.stringify({ level: 'warn', hint: 'inbox', message: forLog(error) }))

/** False when the walk is not where it was read any more. */
async function turnPage(db: Db, { name, startedAt, behind }: Pull, next: string | undefined): Promise<boolean> {
  const turned = await db
    .update(pulls)
    .set(next === undefined ? { startedAt: null, since: null, behind: null, completeUntil: startedAt } : { behind: next || null })
    .where(
      and(
        eq(pulls.name, name),
        sql`${pulls.startedAt} = cast(${startedAt?.getTime() ?? 0} as integer)`,
        behind ? eq(pulls.behind, behind) : isNull(pulls.behind),
      ),
    )
    .returning({ name: pulls.name })
  return turned.length > 0
}
