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
    /** `waiting`: what it needs is not here yet (a refund before its payment). */
    status: text({ enum: inboxStatuses }).notNull(),
    tries: integer().notNull(),
    nextAt: at('next_at').notNull(),
    error: text(),
    doneAt: at('done_at'),
  },
  (table) => [
    check('inbox_status', sql`${table.status} in ('new','waiting','done','ignored','misrouted')`),
    index('inbox_due').on(table.nextAt, table.id).where(sql`status in ('new','waiting')`),
    index('inbox_by_time').on(table.receivedAt, table.id),
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
  (table) => [index('audit_by_subject').on(table.subject, table.seq), index('audit_by_time').on(table.at, table.seq)],
)
export type AuditRow = typeof audit.$inferSelect

/** A form's act id and what came of it: a double click is one act. */
export const acts = sqliteTable('acts', {
  id: text().primaryKey(),
  result: text().notNull(),
  at: at('at').notNull(),
})

/** When each cron last finished, for the heartbeat. */
export const heartbeats = sqliteTable('heartbeats', { job: text().primaryKey(), at: at('at').notNull() })
