import { sql } from 'drizzle-orm'
import { check, index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day } from './columns.ts'

/** "Suppose each of these comes true. May a future customer phone you about it?" One person's word, no grant (ASK2). */
export const kickoffAsks = sqliteTable(
  'kickoff_asks',
  {
    id: text().primaryKey(),
    engagementId: text('engagement_id').notNull(),
    prospectId: text('prospect_id').notNull(),
    contactId: text('contact_id').notNull(),
    answer: text({ enum: ['yes', 'maybe', 'no'] }).notNull(),
    askedOn: day('asked_on').notNull(),
    askedBy: text('asked_by').notNull(),
    createdAt: at('created_at').notNull(),
    /** All criteria were met and nothing was open: the invitation was drafted, once. */
    invitedAt: at('invited_at'),
  },
  (table) => [
    check('kickoff_asks_answer', sql`${table.answer} in ('yes','maybe','no')`),
    check('kickoff_asks_invited', sql`${table.answer} <> 'no' or ${table.invitedAt} is null`),
    uniqueIndex('kickoff_asks_once').on(table.engagementId, table.contactId),
    index('kickoff_asks_by_customer').on(table.prospectId, table.createdAt, table.id),
    index('kickoff_asks_waiting').on(table.engagementId).where(sql`invited_at is null and answer <> 'no'`),
  ],
)
export type KickoffAsk = typeof kickoffAsks.$inferSelect

export const invitationStatuses = ['drafted', 'sent', 'left'] as const
export type InvitationStatus = (typeof invitationStatuses)[number]

/** What a yes or a maybe at kickoff becomes, once, when everything came true (ASK1): a person of ours sends it, or leaves it. */
export const invitations = sqliteTable(
  'invitations',
  {
    askId: text('ask_id').primaryKey(),
    engagementId: text('engagement_id').notNull(),
    prospectId: text('prospect_id').notNull(),
    contactId: text('contact_id').notNull(),
    status: text({ enum: invitationStatuses }).notNull(),
    draftedAt: at('drafted_at').notNull(),
    /** The words that were sent, and the permission that they ask for. */
    text: text(),
    grantId: text('grant_id'),
    /** Why nobody sends it. */
    reason: text(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    check('invitations_status', sql`${table.status} in ('drafted','sent','left')`),
    check(
      'invitations_decided',
      sql`(${table.status} = 'drafted') = (${table.decidedAt} is null) and (${table.decidedAt} is null) = (${table.decidedBy} is null)`,
    ),
    check(
      'invitations_sent',
      sql`(${table.status} = 'sent') = (${table.grantId} is not null) and (${table.status} <> 'sent' or ${table.text} is not null)`,
    ),
    check('invitations_left', sql`(${table.status} = 'left') = (${table.reason} is not null)`),
    index('invitations_drafted').on(table.draftedAt, table.askId).where(sql`status = 'drafted'`),
    index('invitations_by_decision').on(table.decidedAt, table.askId).where(sql`status <> 'drafted'`),
    index('invitations_by_customer').on(table.prospectId, table.draftedAt, table.askId),
  ],
)
export type Invitation = typeof invitations.$inferSelect
