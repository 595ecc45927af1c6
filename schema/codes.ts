import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at, flag, minor } from './columns.ts'

export const couponDurations = ['once', 'repeating', 'forever'] as const
/** A promotion code of Stripe's as Stripe last said, and whose it is. One without a partner gives nobody credit. */
export const promotionCodes = sqliteTable(
  'promotion_codes',
  {
    /** `promo_…`. */
    id: text().primaryKey(),
    /** What a customer types, compared without case. */
    code: text().notNull(),
    coupon: text().notNull(),
    /** What the coupon takes off: basis points, or an amount in minor units of a currency of Stripe's. */
    offBps: integer('off_bps'),
    offMinor: minor('off_minor'),
    offCurrency: text('off_currency'),
    duration: text({ enum: couponDurations }).notNull(),
    months: integer(),
    /** Whether Stripe still takes it, coupon included. */
    isActive: flag('is_active').notNull(),
    expiresAt: at('expires_at'),
    mostRedemptions: integer('most_redemptions'),
    redemptions: integer().notNull(),
    firstTimeOnly: flag('first_time_only').notNull(),
    madeAt: at('made_at').notNull(),
    askedAt: at('asked_at').notNull(),
    partnerId: text('partner_id'),
    assignedBy: text('assigned_by'),
    assignedAt: at('assigned_at'),
    /** Between these it gives credit, and only so often; null is without a limit. */
    creditFrom: at('credit_from'),
    creditUntil: at('credit_until'),
    mostCredits: integer('most_credits'),
    /** Prospects it was kept as a touch of; counted by trigger. */
    credits: integer().notNull().default(0),
    pausedAt: at('paused_at'),
    pausedBecause: text('paused_because'),
    /** Raised by whatever a person changes. */
    version: integer().notNull(),
  },
  (table) => [
    check(
      'promotion_codes_off',
      sql`(${table.offBps} is null) <> (${table.offMinor} is null) and (${table.offMinor} is null) = (${table.offCurrency} is null)`,
    ),
    check('promotion_codes_duration', sql`${table.duration} in ('once','repeating','forever')`),
    check(
      'promotion_codes_assigned',
      sql`(${table.partnerId} is null) = (${table.assignedBy} is null) and (${table.partnerId} is null) = (${table.assignedAt} is null)`,
    ),
    check('promotion_codes_paused', sql`(${table.pausedAt} is null) = (${table.pausedBecause} is null)`),
    check(
      'promotion_codes_dates',
      sql`${table.creditFrom} is null or ${table.creditUntil} is null or ${table.creditFrom} < ${table.creditUntil}`,
    ),
    check('promotion_codes_most', sql`${table.mostCredits} is null or ${table.mostCredits} > 0`),
    index('promotion_codes_by_code').on(sql`lower(code)`, table.madeAt),
    index('promotion_codes_by_time').on(table.madeAt, table.id),
    index('promotion_codes_by_partner').on(table.partnerId, table.madeAt, table.id),
    index('promotion_codes_by_coupon').on(table.coupon, table.partnerId),
  ],
)
export type PromotionCode = typeof promotionCodes.$inferSelect
