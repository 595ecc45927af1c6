import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

export const inboxSources = ['platform', 'connect', 'accounts'] as const
export type InboxSource = (typeof inboxSources)[number]
export const inboxStatuses = ['new', 'waiting', 'done', 'ignored', 'misrouted'] as const
export type InboxStatus = (typeof inboxStatuses)[number]

/** A Stripe event as it arrived: stored first, acted on later, an event id once. */
export const inbox = sqliteTable(
  'inbox',
  {
    id: text().primaryKey(),
    source: text({ enum: inboxSources }).notNull(),
    type: text().notNull(),
    /** The object it points at, and the connected account it is about. */
    object: text(),
    account: text(),
    apiVersion: text('api_version'),
    receivedAt: at('received_at').notNull(),
    /** `waiting`: what it needs is not here yet (a refund before its payment). `ignored`: not for us, or set aside by a person. */
    status: text({ enum: inboxStatuses }).notNull(),
    tries: integer().notNull(),
    nextAt: at('next_at').notNull(),
    error: text(),
    doneAt: at('done_at'),
    /** When a person put it aside because it always failed: `ignored` until somebody runs it again. Who and why stands on the trail. */
    setAsideAt: at('set_aside_at'),
  },
  (table) => [
    check('inbox_status', sql`${table.status} in ('new','waiting','done','ignored','misrouted')`),
    index('inbox_due').on(table.nextAt, table.id).where(sql`status in ('new','waiting')`),
    index('inbox_by_time').on(table.receivedAt, table.id),
    index('inbox_by_source').on(table.source, table.receivedAt, table.id),
    index('inbox_by_type').on(table.type, table.receivedAt, table.id),
    // All but the many that are done.
    index('inbox_by_status').on(table.status, table.receivedAt, table.id).where(sql`status in ('new','waiting','ignored','misrouted')`),
    index('inbox_set_aside').on(table.receivedAt, table.id).where(sql`set_aside_at is not null`),
  ],
)
export type InboxEvent = typeof inbox.$inferSelect

/** A mail owed: born in the batch of what it tells, delivered at least once. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    template: text().notNull(),
    recipient: text().notNull(),
    /** What the template prints; never a secret. */
    data: json<unknown>('data').notNull(),
    createdAt: at('created_at').notNull(),
    nextAt: at('next_at').notNull(),
    tries: integer().notNull(),
    sentAt: at('sent_at'),
    error: text(),
  },
  (table) => [
    index('outbox_due').on(table.nextAt, table.id).where(sql`sent_at is null`),
    index('outbox_by_time').on(table.createdAt, table.id),
  ],
)
export type OutboxRow = typeof outbox.$inferSelect

/** The trail: who did what to which record, append-only. */
export const audit = sqliteTable(
  'audit',
  {
    seq: integer().primaryKey(),
    at: at('at').notNull(),
    /** A person's id, or `system`, `stripe`, `prospect`. */
    actor: text().notNull(),
    /** A past-tense verb of the domain: `run.approved`. */
    act: text().notNull(),
    /** The record it happened to, by id. */
    subject: text().notNull(),
    partnerId: text('partner_id'),
    detail: json<Record<string, unknown>>('detail').notNull(),
  },
  (table) => [
    index('audit_by_subject').on(table.subject, table.seq),
    index('audit_by_actor').on(table.actor, table.seq),
    index('audit_by_time').on(table.at, table.seq),
  ],
)
export type AuditRow = typeof audit.$inferSelect

/** A form's act id and what came of it: a double click is one act. */
export const acts = sqliteTable('acts', {
  id: text().primaryKey(),
  result: text().notNull(),
  at: at('at').notNull(),
})

export const pullNames = ['undelivered', 'events', 'refunds', 'disputes', 'credit_notes', 'transfers', 'bank_payouts'] as const
export type PullName = (typeof pullNames)[number]

/** How far each list of Stripe's is walked that the daily pull reads (money.md 8). */
export const pulls = sqliteTable(
  'pulls',
  {
    name: text({ enum: pullNames }).primaryKey(),
    /** When the walk began that is under way, and the oldest it looks at; null between two walks. */
    startedAt: at('started_at'),
    since: at('since'),
    /** Behind which row its next page begins. */
    behind: text(),
    /** When the last complete walk began: the next one goes back to a day before. */
    completeUntil: at('complete_until'),
  },
  (table) => [
    check('pulls_name', sql`${table.name} in ('undelivered','events','refunds','disputes','credit_notes','transfers','bank_payouts')`),
    check(
      'pulls_walk',
      sql`(${table.startedAt} is null) = (${table.since} is null) and (${table.startedAt} is not null or ${table.behind} is null)`,
    ),
  ],
)
export type Pull = typeof pulls.$inferSelect

/** When each cron last finished, for the heartbeat. */
export const heartbeats = sqliteTable('heartbeats', { job: text().primaryKey(), at: at('at').notNull() })
