import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, minor } from './columns.ts'

export const commissionStatuses = ['pending', 'approved', 'in_payout', 'paid', 'on_hold', 'rejected', 'voided'] as const
export type CommissionStatus = (typeof commissionStatuses)[number]

export const commissionKinds = ['earned', 'correction', 'adjustment', 'returned', 'write_off'] as const
export type CommissionKind = (typeof commissionKinds)[number]

export const commissions = sqliteTable(
  'commissions',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    kind: text({ enum: commissionKinds }).notNull(),
    /** The earned commission that a correction takes from or gives back to. */
    corrects: text(),
    /** What made a correction: a refund's id, a decision, a rank that moved. */
    cause: text(),
    paymentId: text('payment_id'),
    dealId: text('deal_id'),
    payoutId: text('payout_id'),
    /** earned: payment/partner/terms version, or level/prospect/level; correction: parent/k; else `trr_…` or a request. */
    source: text().notNull(),
    /** What the receipt prints: base × rate = amount, frozen as it was computed. */
    baseMinor: minor('base_minor'),
    rateBps: integer('rate_bps'),
    /** How it was counted, in words, where it is more than base × rate: tiers, a cap. */
    working: text(),
    termsVersionId: text('terms_version_id'),
    accruedAt: at('accrued_at').notNull(),
    maturesAt: at('matures_at').notNull(),
    /** Where it was when its first hold opened. */
    heldFrom: text('held_from', { enum: ['pending', 'approved'] }),
    status: text({ enum: commissionStatuses }).notNull(),
    statusReason: text('status_reason'),
  },
  (table) => [
    uniqueIndex('commissions_source_once').on(table.source),
    check('commissions_amount', sql`${table.amountMinor} <> 0`),
    check('commissions_status', sql`${table.status} in ('pending','approved','in_payout','paid','on_hold','rejected','voided')`),
    check('commissions_kind', sql`${table.kind} in ('earned','correction','adjustment','returned','write_off')`),
    check('commissions_held_from', sql`(${table.status} = 'on_hold') = (${table.heldFrom} is not null)`),
    check(
      'commissions_earned',
      sql`${table.kind} <> 'earned' or ${table.amountMinor} > 0 and (${table.paymentId} is null) = (${table.source} glob 'level/*')`,
    ),
    check('commissions_corrects', sql`(${table.kind} = 'correction') = (${table.corrects} is not null)`),
    check('commissions_in_payout', sql`(${table.status} in ('in_payout','paid')) = (${table.payoutId} is not null)`),
    index('commissions_by_partner').on(table.partnerId, table.accruedAt, table.id),
    index('commissions_by_status').on(table.status, table.accruedAt, table.id),
    index('commissions_by_time').on(table.accruedAt, table.id),
    index('commissions_payable').on(table.partnerId, table.currency).where(sql`status = 'approved'`),
    index('commissions_maturing').on(table.maturesAt).where(sql`status = 'pending'`),
    index('commissions_by_payment').on(table.paymentId),
    index('commissions_by_payout').on(table.payoutId),
    index('commissions_by_deal').on(table.dealId),
    index('commissions_by_corrected').on(table.corrects),
    index('commissions_returned').on(table.partnerId, table.currency, table.accruedAt).where(sql`kind = 'returned'`),
  ],
)
export type Commission = typeof commissions.$inferSelect

/** Each hold has an owner and an age; a fact or a person ends it. */
export const commissionHolds = sqliteTable(
  'commission_holds',
  {
    commissionId: text('commission_id').notNull(),
    n: integer().notNull(),
    reason: text().notNull(),
    owner: text().notNull(),
    openedAt: at('opened_at').notNull(),
    closedAt: at('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.commissionId, table.n] }),
    index('commission_holds_open').on(table.openedAt).where(sql`closed_at is null`),
  ],
)
export type CommissionHold = typeof commissionHolds.$inferSelect
