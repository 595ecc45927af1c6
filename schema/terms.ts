import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, flag, json, minor } from './columns.ts'

export const dealKinds = ['one_off', 'hour_pool', 'retainer', 'flat_fee', 'performance', 'warranty'] as const
export type DealKind = (typeof dealKinds)[number]

export const attributionModels = ['first_touch', 'last_touch'] as const
export type AttributionModel = (typeof attributionModels)[number]

/** A page that each new partner of a group gets a link to; an empty destination is the introduction page. */
export type DefaultLink = { destination: string; campaign: string }

/** Partners who share terms. */
export const groups = sqliteTable('groups', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Days of 86,400 s in which a click counts; the edge counts. */
  windowDays: integer('window_days').notNull(),
  model: text({ enum: attributionModels }).notNull(),
  createdAt: at('created_at').notNull(),
  /** Names a code in the address of a page of the company's own site; `ref` does so in every group. */
  parameter: text().notNull().default('via'),
  /** No cookie by the redirect: the signed id in the address carries the credit alone. */
  consentRequired: flag('consent_required').notNull().default(false),
  /** What is added to every destination, as `utm_source=partner&utm_campaign={campaign}`; empty for nothing. */
  utm: text().notNull().default(''),
  defaultLinks: json<DefaultLink[]>('default_links').notNull().default([]),
  /** Raised by whatever changes what a click is worth; each version stays in `group_rules`. */
  rulesVersion: integer('rules_version').notNull().default(1),
  rulesSince: at('rules_since'),
  /** How many partners share it; kept by trigger. */
  partners: integer().notNull().default(0),
  /** What a prospect gets for coming by a partner: a promotion code that nobody owns, whose coupon the partners' own codes may share. */
  benefitCode: text('benefit_code'),
  /** The benefit in words, as the introduction page shows it; empty for what Stripe's coupon says. */
  benefitWords: text('benefit_words').notNull().default(''),
})
export type Group = typeof groups.$inferSelect

/** Every version of what a click is worth in a group: a click id names the one that it was signed under. Written by triggers alone. */
export const groupRules = sqliteTable(
  'group_rules',
  {
    groupId: text('group_id').notNull(),
    version: integer().notNull(),
    windowDays: integer('window_days').notNull(),
    model: text({ enum: attributionModels }).notNull(),
    parameter: text().notNull(),
    consentRequired: flag('consent_required').notNull(),
    utm: text().notNull(),
    since: at('since').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.version] }),
    check('group_rules_version', sql`${table.version} between 1 and 65535`),
    check('group_rules_window', sql`${table.windowDays} between 1 and 730`),
    check('group_rules_parameter', sql`length(${table.parameter}) between 1 and 32 and ${table.parameter} not glob '*[^a-z0-9_]*'`),
  ],
)

/** The least a payout of this group may be; below it the balance is carried forward. */
export const groupMinimums = sqliteTable(
  'group_minimums',
  { groupId: text('group_id').notNull(), currency: currency().notNull(), minimumPayoutMinor: minor('minimum_payout_minor').notNull() },
  (table) => [primaryKey({ columns: [table.groupId, table.currency] })],
)

export const durations = ['first_payment', 'months', 'life'] as const
export type Duration = (typeof durations)[number]

/** Above so much won revenue of a partner's calendar year another share counts. */
export type Tier = { aboveMinor: number; rateBps: number }

/** `marginal`: each part of a payment at the share of its tier. `whole`: all of it at the share of the tier that it reaches. */
export const tierModes = ['marginal', 'whole'] as const
export type TierMode = (typeof tierModes)[number]

/** Amounts by currency, in minor units. */
export type Amounts = Partial<Record<string, number>>

/** What one kind of deal earns: a share in basis points or a flat amount per payment, and for how long. */
export type Rate = {
  /** Exactly one of the two: basis points of the base … */
  rateBps?: number
  /** … or a flat amount per payment, by currency, in minor units. */
  flatMinor?: Amounts
  duration: Duration
  /** With `months`: payments within this many months of the deal's first paid one. */
  months?: number
  /** Beside `rateBps`, by currency, the lowest first; revenue in another currency has none. */
  tiers?: Partial<Record<string, Tier[]>>
  tierMode?: TierMode
  /** The most that a deal earns, and that a partner earns by deals of this kind in a calendar year (UTC). */
  dealCapMinor?: Amounts
  yearCapMinor?: Amounts
}

/** The levels of the commitment ladder that terms may reward, in order; what lies above is goodwill, never paid in cash (LAD4). */
export const payableLevels = ['attention', 'need_shared', 'data_shared', 'evaluating', 'pilot', 'roadmap_shared', 'annual_licence'] as const
export type PayableLevel = (typeof payableLevels)[number]

/** By kind of deal; and what a prospect's first time on a level earns, once, a flat amount by currency. */
export type Rates = Partial<Record<DealKind, Rate>> & { levels?: Partial<Record<PayableLevel, Amounts>> }

/** A version never changes; a group's newest one is in force for deals opened from then on. */
export const termsVersions = sqliteTable(
  'terms_versions',
  {
    id: text().primaryKey(),
    groupId: text('group_id').notNull(),
    version: integer().notNull(),
    holdDays: integer('hold_days').notNull(),
    /** A kind that is missing earns nothing. */
    rates: json<Rates>('rates').notNull(),
    effectiveAt: at('effective_at').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('terms_versions_once').on(table.groupId, table.version),
    check('terms_versions_hold', sql`${table.holdDays} between 0 and 365`),
    index('terms_versions_in_force').on(table.groupId, table.effectiveAt),
  ],
)
export type TermsVersion = typeof termsVersions.$inferSelect
