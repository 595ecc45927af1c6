import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, minor } from './columns.ts'

const isDecided = sql.raw(`(status = 'open') = (decided_by is null) and (status = 'open') = (decided_at is null)`)

/** What finance says became of a stuck payout; only what another person confirmed moves it (money.md 5, row 14). */
export const payoutDecisions = sqliteTable(
  'payout_decisions',
  {
    payoutId: text('payout_id').notNull(),
    n: integer().notNull(),
    outcome: text({ enum: ['paid', 'released'] }).notNull(),
    /** The transfer that Stripe showed when it was proposed, and shows again when it is confirmed. */
    transfer: text(),
    reason: text().notNull(),
    status: text({ enum: ['open', 'confirmed', 'refused'] }).notNull(),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: at('proposed_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.n] }),
    check('payout_decisions_outcome', sql`${table.outcome} in ('paid','released')`),
    check('payout_decisions_transfer', sql`(${table.outcome} = 'paid') = (${table.transfer} is not null)`),
    check('payout_decisions_status', sql`${table.status} in ('open','confirmed','refused')`),
    check('payout_decisions_decided', isDecided),
    check('payout_decisions_two_people', sql`${table.decidedBy} <> ${table.proposedBy}`),
    uniqueIndex('payout_decisions_one_open').on(table.payoutId).where(sql`status = 'open'`),
  ],
)
export type PayoutDecision = typeof payoutDecisions.$inferSelect

export const requestKinds = ['adjust', 'writeoff'] as const
/** A posting that two people decide on; named like its template. */
export type RequestKind = (typeof requestKinds)[number]

/** What finance asks to post by hand, and what became of it: the id is the source of its commission (money.md 3). */
export const ledgerRequests = sqliteTable(
  'ledger_requests',
  {
    id: text().primaryKey(),
    kind: text({ enum: requestKinds }).notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    /** Positive: the company owes the partner more. */
    amountMinor: minor('amount_minor').notNull(),
    reason: text().notNull(),
    status: text({ enum: ['open', 'confirmed', 'refused'] }).notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: at('asked_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    check('ledger_requests_kind', sql`${table.kind} in ('adjust','writeoff')`),
    check('ledger_requests_amount', sql`${table.amountMinor} <> 0 and (${table.kind} <> 'writeoff' or ${table.amountMinor} > 0)`),
    check('ledger_requests_status', sql`${table.status} in ('open','confirmed','refused')`),
    check('ledger_requests_decided', isDecided),
    check('ledger_requests_two_people', sql`${table.decidedBy} <> ${table.askedBy}`),
    index('ledger_requests_by_time').on(table.askedAt, table.id),
  ],
)
export type LedgerRequest = typeof ledgerRequests.$inferSelect
