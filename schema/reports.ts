import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, day } from './columns.ts'

export const timeUses = ['evaluation', 'engagement', 'talk'] as const
/** Time that one of our people spent with one of theirs: hours are reported by the part that person has in the purchase (ROL4). Append-only. */
export const hoursSpent = sqliteTable(
  'hours_spent',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    contactId: text('contact_id').notNull(),
    spentOn: text('spent_on', { enum: timeUses }).notNull(),
    minutes: integer().notNull(),
    happenedOn: day('happened_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('hours_spent_on', sql`${table.spentOn} in ('evaluation','engagement','talk')`),
    check('hours_spent_minutes', sql`${table.minutes} between 1 and 60000`),
    check('hours_spent_day', sql`length(${table.happenedOn}) = 10`),
    index('hours_spent_by_prospect').on(table.prospectId, table.happenedOn, table.id),
    index('hours_spent_by_day').on(table.happenedOn, table.contactId, table.minutes),
  ],
)
/** How a customer vouches for us, the strongest first: three separate facts in words; no number exists (LEV1, LEV2). */
export const referenceFacts = ['has_co_marketed', 'can_be_named', 'takes_calls'] as const
export type ReferenceFact = (typeof referenceFacts)[number]

/** Figures of the programme, counted every night, a row for each quarter they are told of: a page reads them at any size. */
export const reportFigures = sqliteTable(
  'report_figures',
  {
    /** `category`, `level`, `fact`, `hours`, `support`, `influence`, `cover/…`. */
    report: text().notNull(),
    /** `2026-Q4`; empty where only today's figure is told. */
    quarter: text().notNull(),
    /** What is counted: `sponsor`, `takes_calls`, `eur`, `food/50-249`. */
    what: text().notNull(),
    n: integer().notNull(),
    /** A sum beside the count, in the minor unit of its currency. */
    amountMinor: integer('amount_minor'),
    countedAt: at('counted_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.report, table.quarter, table.what] }), check('report_figures_n', sql`${table.n} >= 0`)],
)
export type ReportFigure = typeof reportFigures.$inferSelect
