import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, currency, day, flag, minor } from './columns.ts'

export const bankPayoutStatuses = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const
/** `paid`: expected at the bank, which may still send it back days later. */
export type BankPayoutStatus = (typeof bankPayoutStatuses)[number]

/** Stripe's own payout, from a partner's Stripe balance to its bank: as Stripe said when it was asked last. */
export const bankPayouts = sqliteTable(
  'bank_payouts',
  {
    /** `po_…` of Stripe; nothing to do with a payout of ours. */
    bankPayout: text('bank_payout').primaryKey(),
    partnerId: text('partner_id').notNull(),
    stripeAccount: text('stripe_account').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    status: text({ enum: bankPayoutStatuses }).notNull(),
    /** When the bank is expected to have it. */
    arrivalDay: day('arrival_day').notNull(),
    /** Why the bank refused it, in Stripe's code. */
    failureCode: text('failure_code'),
    createdAt: at('created_at').notNull(),
    /** When the money was back in the Stripe balance. */
    failedAt: at('failed_at'),
    /** Whether Stripe had told all that it carries. */
    isComplete: flag('is_complete').notNull(),
    /** The event that made us look last. */
    lastEvent: text('last_event').notNull(),
    askedAt: at('asked_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('bank_payouts_status', sql`${table.status} in ('pending','in_transit','paid','failed','canceled')`),
    check('bank_payouts_amount', sql`${table.amountMinor} > 0`),
    check('bank_payouts_failed', sql`(${table.status} = 'failed') = (${table.failedAt} is not null)`),
    index('bank_payouts_of_partner').on(table.partnerId, table.currency, table.createdAt, table.bankPayout),
    index('bank_payouts_failed').on(table.partnerId, table.currency, table.createdAt).where(sql`status = 'failed'`),
    index('bank_payouts_by_account').on(table.stripeAccount, table.createdAt),
  ],
)
export type BankPayout = typeof bankPayouts.$inferSelect

/** What a bank payout carries: our transfers (`tr_…`), and earlier bank payouts that failed (`po_…` of Stripe). */
export const bankPayoutContents = sqliteTable(
  'bank_payout_contents',
  { bankPayout: text('bank_payout').notNull(), carries: text().notNull() },
  (table) => [primaryKey({ columns: [table.bankPayout, table.carries] }), index('bank_payout_contents_by_carried').on(table.carries)],
)
