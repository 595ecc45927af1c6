import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, flag, json, minor } from './columns.ts'
import type { Currency } from './currency.ts'

export const readinesses = ['active', 'pending', 'restricted', 'rejected', 'unsupported', 'closed', 'unknown'] as const
export type Readiness = (typeof readinesses)[number]

/** What Stripe still asks of a partner, as it said when asked. */
export type Requirement = {
  description: string
  deadline: 'currently_due' | 'eventually_due' | 'past_due'
  restricts: boolean
  /** When it becomes past due, ISO, if Stripe says. */
  by?: string
}

/** Where a partner's money goes; a new Stripe account or bank account is a new version. */
export const payoutDestinations = sqliteTable(
  'payout_destinations',
  {
    partnerId: text('partner_id').notNull(),
    version: integer().notNull(),
    stripeAccount: text('stripe_account').notNull(),
    readiness: text({ enum: readinesses }).notNull(),
    /** Why it is not active, in Stripe's codes, and what is due. */
    readinessCodes: json<string[]>('readiness_codes').notNull(),
    requirements: json<Requirement[]>('requirements').notNull(),
    /** Which bank account stands behind it, as Stripe tells it apart; null until Stripe was told one. Never another in one version. */
    bankAccount: text('bank_account'),
    /** When Stripe was asked last. */
    askedAt: at('asked_at').notNull(),
    changedAt: at('changed_at').notNull(),
    /** The first version has no hold: equal to `changedAt`. */
    holdUntil: at('hold_until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.partnerId, table.version] }),
    check(
      'payout_destinations_readiness',
      sql`${table.readiness} in ('active','pending','restricted','rejected','unsupported','closed','unknown')`,
    ),
    index('payout_destinations_by_account').on(table.stripeAccount, table.version),
    index('payout_destinations_by_asking').on(table.askedAt, table.partnerId),
  ],
)
export type PayoutDestination = typeof payoutDestinations.$inferSelect

export const runStatuses = ['draft', 'submitted', 'approved', 'sending', 'done', 'refused', 'cancelled'] as const
export type RunStatus = (typeof runStatuses)[number]

/** What the approver sees, stored at submit. */
export type RunSummary = {
  totals: { currency: Currency; n: number; amountMinor: number }[]
  largest: { payoutId: string; partnerId: string; partner: string; currency: Currency; amountMinor: number }[]
  newDestinations: { partnerId: string; partner: string; destination: string }[]
  lastRun: { id: string; totals: { currency: Currency; n: number; amountMinor: number }[] } | null
}

export const payoutRuns = sqliteTable(
  'payout_runs',
  {
    id: text().primaryKey(),
    status: text({ enum: runStatuses }).notNull(),
    preparedBy: text('prepared_by').notNull(),
    submittedBy: text('submitted_by'),
    approvedBy: text('approved_by'),
    secondApprover: text('second_approver'),
    /** Set at submit, raised if a cap fell. */
    secondNeeded: flag('second_needed').notNull(),
    /** Why sending rests, if it does. */
    paused: text(),
    refusedBy: text('refused_by'),
    reason: text(),
    fingerprint: text(),
    summary: json<RunSummary>('summary'),
    preparedAt: at('prepared_at').notNull(),
    submittedAt: at('submitted_at'),
    approvedAt: at('approved_at'),
    finishedAt: at('finished_at'),
    /** When our newest transfers and our balance at Stripe were last found to fit: no older than a minute while it sends. */
    checkedAt: at('checked_at'),
  },
  (table) => [
    check('payout_runs_status', sql`${table.status} in ('draft','submitted','approved','sending','done','refused','cancelled')`),
    check('payout_runs_approver', sql`${table.approvedBy} not in (${table.preparedBy}, ${table.submittedBy})`),
    check('payout_runs_submitter', sql`${table.approvedBy} is null or ${table.submittedBy} is not null`),
    check('payout_runs_second', sql`${table.secondApprover} not in (${table.preparedBy}, ${table.submittedBy}, ${table.approvedBy})`),
    check('payout_runs_second_after_first', sql`${table.secondApprover} is null or ${table.approvedBy} is not null`),
    check(
      'payout_runs_approved',
      sql`${table.status} in ('draft','submitted','refused','cancelled') or ${table.approvedBy} is not null and ${table.secondNeeded} <= (${table.secondApprover} is not null)`,
    ),
    index('payout_runs_by_status').on(table.status, table.id),
    index('payout_runs_by_time').on(table.preparedAt, table.id),
  ],
)
export type PayoutRun = typeof payoutRuns.$inferSelect

/** Figures of a run, kept by trigger; `planned` and `skipped` stand beside the payout statuses. */
export const runCounts = sqliteTable(
  'run_counts',
  {
    runId: text('run_id').notNull(),
    currency: currency().notNull(),
    status: text().notNull(),
    n: integer().notNull(),
    amountMinor: minor('amount_minor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.currency, table.status] })],
)

export const plannedPayouts = sqliteTable(
  'planned_payouts',
  {
    /** A function of run, partner and currency, so that a restored plan makes the same ids. */
    payoutId: text('payout_id').primaryKey(),
    runId: text('run_id').notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    destination: text().notNull(),
    destinationVersion: integer('destination_version').notNull(),
  },
  (table) => [
    check('planned_payouts_amount', sql`${table.amountMinor} > 0`),
    uniqueIndex('planned_payouts_once').on(table.runId, table.partnerId, table.currency),
  ],
)
export type PlannedPayout = typeof plannedPayouts.$inferSelect

export const plannedLines = sqliteTable(
  'planned_lines',
  { payoutId: text('payout_id').notNull(), commissionId: text('commission_id').notNull(), amountMinor: minor('amount_minor').notNull() },
  (table) => [primaryKey({ columns: [table.payoutId, table.commissionId] }), index('planned_lines_by_commission').on(table.commissionId)],
)

/** A partner and currency that a draft leaves out, and what blocks it. */
export const runBlockers = sqliteTable(
  'run_blockers',
  {
    runId: text('run_id').notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** A `Blocker` of worker/payouts/rules.ts. */
    blocker: text().notNull(),
    detail: text(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.partnerId, table.currency] })],
)

/** A planned payout that was not reserved, and why. */
export const payoutSkips = sqliteTable('payout_skips', {
  payoutId: text('payout_id').primaryKey(),
  reason: text().notNull(),
  at: at('at').notNull(),
})

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
export type OutcomeKind = (typeof outcomeKinds)[number]

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
