import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day } from './columns.ts'

export const engagementStatuses = ['planned', 'kicked_off', 'closed'] as const
export type EngagementStatus = (typeof engagementStatuses)[number]

/** One piece of work for a customer (domain.md A10). */
export const engagements = sqliteTable(
  'engagements',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    dealId: text('deal_id'),
    name: text().notNull(),
    /** Who at the customer stands behind it. */
    sponsorContact: text('sponsor_contact'),
    status: text({ enum: engagementStatuses }).notNull(),
    kickoffOn: day('kickoff_on'),
    closedOn: day('closed_on'),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('engagements_status', sql`${table.status} in ('planned','kicked_off','closed')`),
    check('engagements_kickoff', sql`(${table.status} = 'planned') = (${table.kickoffOn} is null)`),
    check('engagements_closed', sql`(${table.status} = 'closed') = (${table.closedOn} is not null)`),
    index('engagements_by_prospect').on(table.prospectId, table.createdAt, table.id),
    index('engagements_by_deal').on(table.dealId),
    index('engagements_by_time').on(table.createdAt, table.id),
    index('engagements_by_status').on(table.status, table.createdAt, table.id),
  ],
)
export type Engagement = typeof engagements.$inferSelect

export const criterionStatuses = ['open', 'met', 'missed'] as const
export type CriterionStatus = (typeof criterionStatuses)[number]

/** How an engagement's success is told; shared with the reference ask. */
export const criteria = sqliteTable(
  'criteria',
  {
    id: text().primaryKey(),
    engagementId: text('engagement_id').notNull(),
    statement: text().notNull(),
    measure: text().notNull(),
    target: text().notNull(),
    dueOn: day('due_on').notNull(),
    status: text({ enum: criterionStatuses }).notNull(),
    result: text(),
    /** The name of the customer's person who agreed (ENG2). */
    acceptedBy: text('accepted_by'),
    decidedOn: day('decided_on'),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('criteria_status', sql`${table.status} in ('open','met','missed')`),
    check('criteria_met', sql`${table.status} <> 'met' or ${table.result} is not null and ${table.acceptedBy} is not null`),
    check('criteria_decided', sql`(${table.status} = 'open') = (${table.decidedOn} is null)`),
    index('criteria_by_engagement').on(table.engagementId, table.createdAt, table.id),
    index('criteria_open').on(table.dueOn, table.engagementId).where(sql`status = 'open'`),
  ],
)
export type Criterion = typeof criteria.$inferSelect

export const warrantyMoments = ['kickoff', 'close'] as const
export type WarrantyMoment = (typeof warrantyMoments)[number]
export const warrantyAnswers = ['offered', 'taken', 'declined'] as const
export type WarrantyAnswer = (typeof warrantyAnswers)[number]

/** A project is offered the warranty twice: before the start and right after the end (MOT1). */
export const warrantyOffers = sqliteTable(
  'warranty_offers',
  {
    id: text().primaryKey(),
    engagementId: text('engagement_id').notNull(),
    moment: text({ enum: warrantyMoments }).notNull(),
    status: text({ enum: warrantyAnswers }).notNull(),
    covers: text().notNull(),
    offeredOn: day('offered_on').notNull(),
    answeredOn: day('answered_on'),
    /** The warranty deal that came of it. */
    dealId: text('deal_id'),
    offeredBy: text('offered_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('warranty_offers_moment', sql`${table.moment} in ('kickoff','close')`),
    check('warranty_offers_status', sql`${table.status} in ('offered','taken','declined')`),
    check('warranty_offers_answered', sql`(${table.status} = 'offered') = (${table.answeredOn} is null)`),
    uniqueIndex('warranty_offers_once').on(table.engagementId, table.moment),
  ],
)
export type WarrantyOffer = typeof warrantyOffers.$inferSelect
