import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type InboxEvent, type InboxSource, type InboxStatus, inbox } from '../../schema/records.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { assert, notFound } from '../errors.ts'

/** Of the inbox's page: `failing` was tried and is not applied yet, `set_aside` a person took out of the way. */
type EventFilter = InboxStatus | 'failing' | 'set_aside'

type InboxFilter = {
  status?: EventFilter | undefined
  source?: InboxSource | undefined
  type?: string | undefined
}

/** Newest first; one more than a page, to see whether there is a next one. */
export const listEvents = (db: Db, { status, source, type }: InboxFilter, cursor: Cursor | undefined): Promise<InboxEvent[]> =>
  db
    .select()
    .from(inbox)
    .where(
      and(
        status && conditionOf[status],
        source && eq(inbox.source, source),
        type ? eq(inbox.type, type) : undefined,
        behind(cursor, inbox.receivedAt, inbox.id),
      ),
    )
    .orderBy(desc(inbox.receivedAt), desc(inbox.id))
    .limit(pageSize + 1)

// Spelled out as the partial indexes `inbox_by_status` and `inbox_due` have it, or SQLite does not take them.
const fewer = (of: InboxStatus) => sql.raw(`status in ('new','waiting','ignored','misrouted') and status = '${of}'`)
const conditionOf: Record<EventFilter, SQL> = {
  failing: sql`${inbox.status} in ('new','waiting') and ${inbox.error} is not null`,
  new: fewer('new'),
  waiting: fewer('waiting'),
  done: sql`${inbox.status} = 'done'`,
  ignored: sql`${fewer('ignored')} and ${inbox.setAsideAt} is null`,
  misrouted: fewer('misrouted'),
  set_aside: sql`${inbox.setAsideAt} is not null`,
}

/** @throws Refusal not_found */
export async function getEvent(db: Db, id: string): Promise<InboxEvent> {
  const [event] = await db.select().from(inbox).where(eq(inbox.id, id))
  if (!event) throw notFound()
  return event
}

/** In SQL: nobody has touched an event since it was read. */
export const isAsRead = ({ id, status, tries }: InboxEvent) =>
  and(eq(inbox.id, id), eq(inbox.status, status), sql`${inbox.tries} = cast(${tries} as integer)`)

type StuckCounts = { failing: number; waiting: number; misrouted: number; otherMode: number; setAside: number }

/** Counts stop here: the page says `100 or more`, and reads no more rows than that of each. */
export const stuckAtMost = 100

/** What somebody should look at; `waiting` for what waits longer than a day. */
export async function countStuck(db: Db, dayAgo: Date): Promise<StuckCounts> {
  const countOf = (condition: SQL) =>
    sql`(select count(*) from (select 1 from inbox where ${condition} limit ${sql.raw(String(stuckAtMost))}))`
  const [counts] = await db.all<StuckCounts>(sql`select
    ${countOf(sql`status in ('new','waiting') and error is not null`)} "failing",
    ${countOf(sql`${fewer('waiting')} and received_at < cast(${dayAgo.getTime()} as integer)`)} "waiting",
    ${countOf(fewer('misrouted'))} "misrouted",
    ${countOf(sql`${fewer('ignored')} and error is not null and set_aside_at is null`)} "otherMode",
    ${countOf(sql`set_aside_at is not null`)} "setAside"`)
  assert(counts, 'a select without a table gives one row')
  return counts
}
