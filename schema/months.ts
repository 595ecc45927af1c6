import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, currency, json, minor } from './columns.ts'
import type { Currency } from './currency.ts'

/** How much the balances of one kind of account moved in a month. */
export type MonthTotal = { kind: string; currency: Currency; amountMinor: number }

/** A month that finance prepared to close; closed, and locked, once somebody else confirmed it. */
export const closedMonths = sqliteTable(
  'closed_months',
  {
    /** `2026-10`, a calendar month in UTC. */
    month: text().primaryKey(),
    endsAt: at('ends_at').notNull(),
    preparedBy: text('prepared_by').notNull(),
    preparedAt: at('prepared_at').notNull(),
    /** What was seen when it was prepared: how many postings, and what they moved. */
    postings: integer().notNull(),
    totals: json<MonthTotal[]>('totals').notNull(),
    confirmedBy: text('confirmed_by'),
    confirmedAt: at('confirmed_at'),
  },
  (table) => [
    check('closed_months_month', sql`${table.month} glob '[0-9][0-9][0-9][0-9]-[01][0-9]'`),
    check('closed_months_two_people', sql`${table.confirmedBy} <> ${table.preparedBy}`),
    check('closed_months_confirmed', sql`(${table.confirmedBy} is null) = (${table.confirmedAt} is null)`),
    check('closed_months_over', sql`${table.preparedAt} >= ${table.endsAt}`),
    index('closed_months_until').on(table.endsAt).where(sql`confirmed_at is not null`),
  ],
)
export type ClosedMonth = typeof closedMonths.$inferSelect

/** From what sum on a tax form is due, by year: dated facts, each with its source. A year without a row is not known. */
export const taxThresholds = sqliteTable(
  'tax_thresholds',
  {
    /** ISO 3166 alpha-2, upper case. */
    jurisdiction: text().notNull(),
    form: text().notNull(),
    taxYear: integer('tax_year').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    source: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.jurisdiction, table.form, table.taxYear, table.currency] }),
    check('tax_thresholds_amount', sql`${table.amountMinor} > 0`),
  ],
)
export type TaxThreshold = typeof taxThresholds.$inferSelect
