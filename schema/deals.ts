import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, flag, minor } from './columns.ts'
import { dealKinds } from './terms.ts'

export const dealStatuses = ['open', 'won', 'ended', 'lost'] as const
export type DealStatus = (typeof dealStatuses)[number]

/** Attribution and terms freeze in the batch that opens it. */
export const deals = sqliteTable(
  'deals',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    name: text().notNull(),
    kind: text({ enum: dealKinds }).notNull(),
    currency: currency().notNull(),
    /** What was agreed; payments say what was paid. */
    amountMinor: minor('amount_minor').notNull(),
    status: text({ enum: dealStatuses }).notNull(),
    statusReason: text('status_reason'),
    /** Null: no partner gets credit. */
    attributionId: text('attribution_id'),
    partnerId: text('partner_id'),
    termsVersionId: text('terms_version_id'),
    /** Its terms look at the partner's calendar year: tiers, or a cap of the year. Frozen with them. */
    dependsOnYear: flag('depends_on_year').notNull().default(false),
    /** What Stripe bills it under, if Stripe does: `sub_…`, or `cs_…` of a one-off. */
    source: text(),
    openedBy: text('opened_by').notNull(),
    openedAt: at('opened_at').notNull(),
    wonAt: at('won_at'),
    closedAt: at('closed_at'),
    /** Raised with every payment applied: rank and rank-dependent terms are decided from one version. */
    version: integer().notNull(),
  },
  (table) => [
    check('deals_status', sql`${table.status} in ('open','won','ended','lost')`),
    check('deals_kind', sql`${table.kind} in ('one_off','hour_pool','retainer','flat_fee','performance','warranty')`),
    check('deals_amount', sql`${table.amountMinor} >= 0`),
    check('deals_terms', sql`(${table.partnerId} is null) = (${table.termsVersionId} is null)`),
    uniqueIndex('deals_source_once').on(table.source),
    index('deals_by_prospect').on(table.prospectId, table.openedAt, table.id),
    index('deals_by_partner').on(table.partnerId, table.openedAt, table.id),
    index('deals_by_time').on(table.openedAt, table.id),
    index('deals_by_status').on(table.status, table.openedAt, table.id),
    index('deals_on_year').on(table.partnerId, table.currency, table.id).where(sql`depends_on_year = 1`),
  ],
)
export type Deal = typeof deals.$inferSelect

/** Raised by every payment that joins a partner's calendar year: what depends on it is decided from one version. */
export const partnerYears = sqliteTable(
  'partner_years',
  {
    partnerId: text('partner_id').notNull(),
    year: integer().notNull(),
    currency: currency().notNull(),
    version: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.partnerId, table.year, table.currency] })],
)

/** Money the customer paid on a deal. */
export const payments = sqliteTable(
  'payments',
  {
    /** A function of the source. */
    id: text().primaryKey(),
    dealId: text('deal_id').notNull(),
    /** `in_…`, `pi_…`, or the act id of one recorded by hand. */
    source: text().notNull(),
    currency: currency().notNull(),
    paidMinor: minor('paid_minor').notNull(),
    /** Without tax, net of discounts and credits. */
    baseMinor: minor('base_minor').notNull(),
    returnedMinor: minor('returned_minor').notNull(),
    paidAt: at('paid_at').notNull(),
    /** Raised by every batch that decided from this row. */
    version: integer().notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('payments_paid', sql`${table.paidMinor} > 0`),
    check('payments_base', sql`${table.baseMinor} between 0 and ${table.paidMinor}`),
    check('payments_returned', sql`${table.returnedMinor} between 0 and ${table.paidMinor}`),
    uniqueIndex('payments_source_once').on(table.source),
    index('payments_by_deal').on(table.dealId, table.paidAt, table.id),
    index('payments_by_time').on(table.paidAt, table.id),
  ],
)
export type Payment = typeof payments.$inferSelect

/** What Stripe knows a payment by, so that a refund finds it without a call: `pi_…`, `ch_…`, `in_…`, `sub_…`, `cs_…`. */
export const paymentObjects = sqliteTable(
  'payment_objects',
  { object: text().primaryKey(), paymentId: text('payment_id').notNull() },
  (table) => [index('payment_objects_by_payment').on(table.paymentId)],
)

export const paymentFactKinds = ['refund', 'credit_note', 'dispute'] as const
export type PaymentFactKind = (typeof paymentFactKinds)[number]

/** Each refund, credit note and dispute by its own id, with its present status and what it counts. */
export const paymentFacts = sqliteTable(
  'payment_facts',
  {
    /** Stripe's id, or the act id of one recorded by hand. */
    object: text().primaryKey(),
    paymentId: text('payment_id').notNull(),
    kind: text({ enum: paymentFactKinds }).notNull(),
    status: text().notNull(),
    countsMinor: minor('counts_minor').notNull(),
    happenedAt: at('happened_at').notNull(),
    recordedBy: text('recorded_by').notNull(),
  },
  (table) => [
    check('payment_facts_counts', sql`${table.countsMinor} >= 0`),
    check('payment_facts_kind', sql`${table.kind} in ('refund','credit_note','dispute')`),
    index('payment_facts_by_payment').on(table.paymentId),
  ],
)
export type PaymentFact = typeof paymentFacts.$inferSelect

/** Why an attributed payment earned nothing. */
export const paymentRefusals = sqliteTable(
  'payment_refusals',
  {
    paymentId: text('payment_id').notNull(),
    partnerId: text('partner_id').notNull(),
    termsVersionId: text('terms_version').notNull(),
    reason: text().notNull(),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.paymentId, table.partnerId, table.termsVersionId] })],
)
