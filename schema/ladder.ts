import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day } from './columns.ts'
import { payableLevels } from './terms.ts'

/** The commitment ladder in order (domain.md A4): level 1 is the first. The line to *customer* lies above the seventh. */
export const ladderLevels = [...payableLevels, 'acts_as_reference', 'testimonial', 'case_study', 'refers_others'] as const
export type LadderLevel = (typeof ladderLevels)[number]

export const evidenceDirections = ['up', 'down'] as const
/** What proves a level, or takes it and all above it back. Append-only: triggers keep a prospect's level from it. */
export const evidence = sqliteTable(
  'evidence',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    /** 1 to 11. Down: this level and all above it are taken back. */
    level: integer().notNull(),
    direction: text({ enum: evidenceDirections }).notNull(),
    detail: text().notNull(),
    /** Where the proof lies: an address or a file's name. */
    file: text(),
    happenedOn: day('happened_on').notNull(),
    /** The won deal that proves it, where one does. */
    dealId: text('deal_id'),
    /** Who else is involved, asked with each step before the line (ROL3). */
    whoElse: text('who_else'),
    /** Why it went down. */
    reason: text(),
    /** What the same proof would be stored under again, for what proves itself: `deal/deal_…`. */
    source: text(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('evidence_level', sql`${table.level} between 1 and 11`),
    check('evidence_direction', sql`${table.direction} in ('up','down')`),
    check('evidence_reason', sql`(${table.direction} = 'down') = (${table.reason} is not null)`),
    uniqueIndex('evidence_source_once').on(table.source),
    index('evidence_by_prospect').on(table.prospectId, table.recordedAt, table.id),
  ],
)
export type Evidence = typeof evidence.$inferSelect

/** The levels that stand proven, each by its newest evidence. Written by triggers alone. */
export const provenLevels = sqliteTable(
  'proven_levels',
  { prospectId: text('prospect_id').notNull(), level: integer().notNull(), evidenceId: text('evidence_id').notNull() },
  (table) => [primaryKey({ columns: [table.prospectId, table.level] })],
)

export const rewardStatuses = ['due', 'accrued', 'nothing'] as const
export type RewardStatus = (typeof rewardStatuses)[number]

/** Whether a level that was reached for the first time earned its partner something: asked once per prospect and level (LAD3). */
export const levelRewards = sqliteTable(
  'level_rewards',
  {
    prospectId: text('prospect_id').notNull(),
    level: integer().notNull(),
    evidenceId: text('evidence_id').notNull(),
    status: text({ enum: rewardStatuses }).notNull(),
    commissionId: text('commission_id'),
    /** Why it earned nothing. */
    reason: text(),
    createdAt: at('created_at').notNull(),
    decidedAt: at('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.prospectId, table.level] }),
    // Above the line is goodwill, never paid in cash (LAD4).
    check('level_rewards_level', sql`${table.level} between 1 and 7`),
    check('level_rewards_status', sql`${table.status} in ('due','accrued','nothing')`),
    check('level_rewards_accrued', sql`(${table.status} = 'accrued') = (${table.commissionId} is not null)`),
    check('level_rewards_nothing', sql`(${table.status} = 'nothing') = (${table.reason} is not null)`),
    index('level_rewards_due').on(table.createdAt, table.prospectId).where(sql`status = 'due'`),
  ],
)
export type LevelReward = typeof levelRewards.$inferSelect

/** How many prospects stand on each level, by the partner with the credit (empty: nobody); the lost and the erased are not counted. Kept by triggers. */
export const funnel = sqliteTable(
  'funnel',
  { partnerId: text('partner_id').notNull(), level: integer().notNull(), n: integer().notNull() },
  (table) => [primaryKey({ columns: [table.level, table.partnerId] }), index('funnel_by_level').on(table.level, table.n)],
)

/** The same of all partners together: a page reads twelve rows, however many partners there are. Kept by triggers. */
export const funnelTotals = sqliteTable('funnel_totals', { level: integer().primaryKey(), n: integer().notNull() })

/** Steps from level to level by quarter, `2026-Q4` of the day they happened on. Kept by triggers. */
export const ladderMoves = sqliteTable(
  'ladder_moves',
  {
    quarter: text().notNull(),
    fromLevel: integer('from_level').notNull(),
    toLevel: integer('to_level').notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.quarter, table.fromLevel, table.toLevel] })],
)
