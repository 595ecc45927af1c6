import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, flag, json, minor } from './columns.ts'
import type { Currency } from './currency.ts'

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
