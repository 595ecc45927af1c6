import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, minor } from './columns.ts'

export const payoutStatuses = ['reserved', 'sending', 'unknown', 'paid', 'released', 'stuck'] as const
export type PayoutStatus = (typeof payoutStatuses)[number]

/** What one partner gets in one currency in one run: one transfer ever. */
export const payouts = sqliteTable(
  'payouts',
  {
    /** The plan's. */
    id: text().primaryKey(),
    runId: text('run_id').notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    /** Frozen when reserved: what Stripe is asked for, now and in every later try. */
    amountMinor: minor('amount_minor').notNull(),
    destination: text().notNull(),
    destinationVersion: integer('destination_version').notNull(),
    epoch: integer().notNull(),
    gen: integer().notNull(),
    lease: text(),
    leaseUntil: at('lease_until').notNull(),
    nextAt: at('next_at').notNull(),
    tries: integer().notNull(),
    doubts: integer().notNull(),
    firstSentAt: at('first_sent_at'),
    lastSentAt: at('last_sent_at'),
    /** Stripe's `tr_…`, proven. */
    transfer: text(),
    status: text({ enum: payoutStatuses }).notNull(),
    /** Why it was released, is stuck or is being looked up. */
    reason: text(),
    reservedAt: at('reserved_at').notNull(),
    finishedAt: at('finished_at'),
  },
  (table) => [
    check('payouts_amount', sql`${table.amountMinor} > 0`),
    check('payouts_gen', sql`${table.gen} in (0, 1)`),
    check('payouts_status', sql`${table.status} in ('reserved','sending','unknown','paid','released','stuck')`),
    check('payouts_paid', sql`(${table.status} = 'paid') = (${table.transfer} is not null)`),
    uniqueIndex('payouts_once').on(table.runId, table.partnerId, table.currency),
    uniqueIndex('payouts_transfer_once').on(table.transfer),
    uniqueIndex('payouts_one_open').on(table.partnerId, table.currency).where(sql`status in ('reserved','sending','unknown','stuck')`),
    index('payouts_due').on(table.status, table.nextAt, table.id).where(sql`status in ('reserved','sending','unknown','stuck')`),
    index('payouts_by_partner').on(table.partnerId, table.reservedAt, table.id),
    index('payouts_by_run').on(table.runId, table.id),
    // What people look at in a run of thousands.
    index('payouts_troubled').on(table.runId, table.partnerId, table.currency).where(sql`status in ('released','unknown','stuck')`),
    // Since when something is in flight, and what ended lately.
    index('payouts_open_since').on(table.currency, table.reservedAt, table.id).where(sql`finished_at is null`),
    index('payouts_finished').on(table.finishedAt, table.id).where(sql`finished_at is not null`),
  ],
)
export type Payout = typeof payouts.$inferSelect

/** A key on record before Stripe is asked with it. */
export const payoutAttempts = sqliteTable(
  'payout_attempts',
  {
    payoutId: text('payout_id').notNull(),
    gen: integer().notNull(),
    n: integer().notNull(),
    key: text().notNull(),
    sentAt: at('sent_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.payoutId, table.gen, table.n] })],
)

export const outcomeKinds = ['sent', 'refused', 'wait', 'doubt', 'unknown', 'kept', 'stop'] as const
export const payoutAnswers = sqliteTable(
  'payout_answers',
  {
    payoutId: text('payout_id').notNull(),
    gen: integer().notNull(),
    n: integer().notNull(),
    outcome: text({ enum: outcomeKinds }).notNull(),
    http: integer(),
    code: text(),
    requestId: text('request_id'),
    at: at('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.gen, table.n] }),
    check('payout_answers_outcome', sql`${table.outcome} in ('sent','refused','wait','doubt','unknown','kept','stop')`),
  ],
)

/** `all`, `run:{id}`, `run:{id}:{currency}`, `partner:{id}`, `currency:{c}`: nothing of that scope is leased. */
export const stops = sqliteTable('stops', {
  scope: text().primaryKey(),
  reason: text().notNull(),
  setBy: text('set_by').notNull(),
  setAt: at('set_at').notNull(),
  /** The first of two people who lift it. */
  resumeAskedBy: text('resume_asked_by'),
})
export type Stop = typeof stops.$inferSelect

/** One row: how fast we send, and the next free slot. */
export const sendPace = sqliteTable('send_pace', {
  id: integer().primaryKey(),
  perSecond: integer('per_second').notNull(),
  nextSlotAt: at('next_slot_at').notNull(),
  calmSince: at('calm_since').notNull(),
  /** How often we were told to slow down in the second that `calmSince` begins. */
  limited: integer().notNull().default(0),
})

/** What left in an hour, for the hourly cap; `hour` is the start of the hour in ms. */
export const sentHours = sqliteTable(
  'sent_hours',
  { hour: integer().notNull(), currency: currency().notNull(), amountMinor: minor('amount_minor').notNull() },
  (table) => [primaryKey({ columns: [table.hour, table.currency] })],
)

/** The newest must equal the deployed `MONEY_EPOCH`, or nothing is leased. */
export const epochs = sqliteTable('epochs', { n: integer().primaryKey(), at: at('at').notNull(), note: text().notNull() })

export const caps = sqliteTable(
  'caps',
  {
    currency: currency().notNull(),
    version: integer().notNull(),
    payoutMinor: minor('payout_minor').notNull(),
    runMinor: minor('run_minor').notNull(),
    hourMinor: minor('hour_minor').notNull(),
    firstMinor: minor('first_minor').notNull(),
    setBy: text('set_by').notNull(),
    confirmedBy: text('confirmed_by'),
  },
  (table) => [
    primaryKey({ columns: [table.currency, table.version] }),
    check('caps_two_people', sql`${table.confirmedBy} <> ${table.setBy}`),
  ],
)
