import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

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
