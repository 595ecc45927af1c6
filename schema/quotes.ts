import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day, json } from './columns.ts'

/** Asked when an engagement closes; its last question is the quote (SUR1: one per engagement). */
export const surveys = sqliteTable(
  'surveys',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    engagementId: text('engagement_id').notNull(),
    contactId: text('contact_id'),
    name: text().notNull(),
    email: text().notNull(),
    tokenHash: text('token_hash').notNull(),
    sentBy: text('sent_by').notNull(),
    sentAt: at('sent_at').notNull(),
    answeredAt: at('answered_at'),
    /** 1 to 5, and what went well or not, in its words. */
    score: integer(),
    words: text(),
  },
  (table) => [
    check(
      'surveys_score',
      sql`(${table.answeredAt} is null) = (${table.score} is null) and (${table.score} is null or ${table.score} between 1 and 5)`,
    ),
    uniqueIndex('surveys_one').on(table.engagementId),
    uniqueIndex('surveys_token').on(table.tokenHash),
    index('surveys_by_time').on(table.sentAt, table.id),
    index('surveys_by_customer').on(table.prospectId, table.sentAt, table.id),
    index('surveys_waiting').on(table.sentAt, table.id).where(sql`answered_at is null`),
    index('surveys_answered').on(table.sentAt, table.id).where(sql`answered_at is not null`),
  ],
)
export type Survey = typeof surveys.$inferSelect

export const quoteChannels = ['site', 'social', 'print', 'press', 'sales'] as const
export type QuoteChannel = (typeof quoteChannels)[number]
export const attributionChoices = ['full', 'company', 'anonymous'] as const
export type AttributionChoice = (typeof attributionChoices)[number]
export const quoteStatuses = ['offered', 'approved', 'published', 'ended', 'withdrawn'] as const
export type QuoteStatus = (typeof quoteStatuses)[number]

/** A line about working with us, with where and under which name its author allows it. */
export const quotes = sqliteTable(
  'quotes',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    surveyId: text('survey_id'),
    contactId: text('contact_id'),
    author: text().notNull(),
    title: text(),
    text: text().notNull(),
    textHash: text('text_hash').notNull(),
    /** Empty: only staff read it (SUR2). */
    channels: json<QuoteChannel[]>('channels').notNull(),
    attribution: text({ enum: attributionChoices }).notNull(),
    /** Our edit, until its author approved or refused it (SUR3). */
    editText: text('edit_text'),
    editHash: text('edit_hash'),
    /** The author's private page for that. */
    tokenHash: text('token_hash'),
    status: text({ enum: quoteStatuses }).notNull(),
    endsOn: day('ends_on').notNull(),
    /** The organisation's grant under which it is public. */
    grantId: text('grant_id'),
    createdAt: at('created_at').notNull(),
    approvedAt: at('approved_at'),
    publishedAt: at('published_at'),
    closedAt: at('closed_at'),
    /** Its author was asked again, before its end. */
    remindedAt: at('reminded_at'),
  },
  (table) => [
    check('quotes_status', sql`${table.status} in ('offered','approved','published','ended','withdrawn')`),
    check('quotes_attribution', sql`${table.attribution} in ('full','company','anonymous')`),
    check('quotes_edit', sql`(${table.editText} is null) = (${table.editHash} is null)`),
    check(
      'quotes_published',
      sql`${table.status} <> 'published' or (${table.grantId} is not null and json_array_length(${table.channels}) > 0)`,
    ),
    uniqueIndex('quotes_token').on(table.tokenHash),
    index('quotes_by_time').on(table.createdAt, table.id),
    index('quotes_by_status').on(table.status, table.createdAt, table.id),
    index('quotes_by_customer').on(table.prospectId, table.createdAt, table.id),
    index('quotes_by_grant').on(table.grantId).where(sql`grant_id is not null`),
    index('quotes_ending').on(table.endsOn, table.id).where(sql`status in ('offered','approved','published')`),
    index('quotes_for_site').on(table.createdAt, table.id).where(sql`instr(channels, '"site"') > 0`),
    index('quotes_for_social').on(table.createdAt, table.id).where(sql`instr(channels, '"social"') > 0`),
    index('quotes_for_print').on(table.createdAt, table.id).where(sql`instr(channels, '"print"') > 0`),
    index('quotes_for_press').on(table.createdAt, table.id).where(sql`instr(channels, '"press"') > 0`),
    index('quotes_for_sales').on(table.createdAt, table.id).where(sql`instr(channels, '"sales"') > 0`),
  ],
)
export type Quote = typeof quotes.$inferSelect
