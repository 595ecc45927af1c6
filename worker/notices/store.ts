import { and, asc, eq, isNull, lte } from 'drizzle-orm'
import { type OutboxRow, outbox } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import { withoutTokens } from '../log.ts'
import type { Notice } from './notice.ts'
import { nextTryAt } from './rules.ts'

/** A statement for somebody's batch: a mail owed, born with what it tells. `id` is deterministic where the fact is. */
export const owe = (db: Db, id: string, to: string, notice: Notice, at: Date) =>
  db.insert(outbox).values({ id, recipient: to, template: notice.template, data: notice.data, createdAt: at, nextAt: at, tries: 0 })

export async function listDueNotices(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isNull(outbox.sentAt), lte(outbox.nextAt, now)))
    .orderBy(asc(outbox.nextAt), asc(outbox.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Counts the try and moves the next one away before it is made, so that a second sweep passes by; absent unless it is due. */
export async function takeDueNotice(db: Db, id: string, now: Date): Promise<OutboxRow | undefined> {
  const [due] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), isNull(outbox.sentAt), lte(outbox.nextAt, now)))
  if (!due) return undefined
  const tries = due.tries + 1
  const [taken] = await db
    .update(outbox)
    .set({ tries, nextAt: nextTryAt(tries, now) })
    .where(and(eq(outbox.id, id), isNull(outbox.sentAt), eq(outbox.tries, due.tries)))
    .returning()
  return taken
}

/** The private links that it carried are in a mailbox now: here, as everywhere else, only their hashes are kept. */
export const markSent = (db: Db, { id, data }: Pick<OutboxRow, 'id' | 'data'>, at: Date) => {
  const [whole, left] = [JSON.stringify(data), withoutTokens(JSON.stringify(data))]
  const changes = whole === left ? {} : { data: JSON.parse(left) as OutboxRow['data'] } // a text in JSON was replaced by a text
  return db
    .update(outbox)
    .set({ sentAt: at, error: null, ...changes })
    .where(eq(outbox.id, id))
}

export const markFailed = (db: Db, id: string, error: string) =>
  db
    .update(outbox)
    .set({ error: error.slice(0, 500) })
    .where(eq(outbox.id, id))
