import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { benefitKinds } from './agreements.ts'
import { at, currency, day, flag, json, minor } from './columns.ts'

export const categories = ['regular', 'reference', 'sponsor'] as const
export type Category = (typeof categories)[number]
export const proposalStatuses = ['draft', 'sent', 'accepted', 'declined'] as const
export type ProposalStatus = (typeof proposalStatuses)[number]

/** Price, obligations, grants and benefits in negotiation: three columns side by side. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    name: text().notNull(),
    currency: currency().notNull(),
    listMinor: minor('list_minor').notNull(),
    /** What the two columns beside the regular one take off the price. */
    referenceBps: integer('reference_bps').notNull(),
    sponsorBps: integer('sponsor_bps').notNull(),
    /** Its own switch: an invitation to be a partner goes with it. */
    partner: flag('partner').notNull(),
    status: text({ enum: proposalStatuses }).notNull(),
    /** The column that was accepted. */
    chosen: text({ enum: categories }),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    sentAt: at('sent_at'),
    decidedAt: at('decided_at'),
    /** Who set the price as it stands; another person agrees to a cut above the second limit (DIS4). */
    pricedBy: text('priced_by'),
    secondBy: text('second_by'),
    secondReason: text('second_reason'),
    /** Why a lower price and a share of what others pay may meet here (CAT4). */
    bothBy: text('both_by'),
    bothReason: text('both_reason'),
    /** All three columns as they were sent, and the SHA-256 of that text (hex). */
    text: text(),
    textHash: text('text_hash'),
    /** The one named reader, and the hash of the private link's token. */
    contactId: text('contact_id'),
    tokenHash: text('token_hash'),
    decidedName: text('decided_name'),
    declinedBecause: text('declined_because'),
    /** The draft that came of it. */
    agreementId: text('agreement_id'),
  },
  (table) => [
    check('proposals_status', sql`${table.status} in ('draft','sent','accepted','declined')`),
    check('proposals_list', sql`${table.listMinor} between 1 and 100000000000`),
    // DIS5: a sponsor's cut is not below a reference's.
    check(
      'proposals_percents',
      sql`${table.referenceBps} between 0 and 10000 and ${table.sponsorBps} between ${table.referenceBps} and 10000`,
    ),
    check('proposals_chosen', sql`(${table.status} = 'accepted') = (${table.chosen} is not null)`),
    check('proposals_sent', sql`${table.status} = 'draft' or ${table.sentAt} is not null`),
    uniqueIndex('proposals_token').on(table.tokenHash),
    index('proposals_by_customer').on(table.prospectId, table.createdAt, table.id),
    index('proposals_by_time').on(table.createdAt, table.id),
    index('proposals_by_status').on(table.status, table.createdAt, table.id),
  ],
)
export type Proposal = typeof proposals.$inferSelect

export const proposalLineKinds = ['obligation', 'grant', 'benefit'] as const
/** What one column asks or gives. */
export const proposalLines = sqliteTable(
  'proposal_lines',
  {
    proposalId: text('proposal_id').notNull(),
    n: integer().notNull(),
    category: text({ enum: ['reference', 'sponsor'] }).notNull(),
    kind: text({ enum: proposalLineKinds }).notNull(),
    /** An activity, a kind of grant, or the words of a benefit. */
    what: text().notNull(),
    quantity: integer(),
    dueOn: day('due_on'),
    /** What kind of benefit the words are. */
    benefit: text({ enum: benefitKinds }),
  },
  (table) => [
    primaryKey({ columns: [table.proposalId, table.n] }),
    check('proposal_lines_category', sql`${table.category} in ('reference','sponsor')`),
    check('proposal_lines_kind', sql`${table.kind} in ('obligation','grant','benefit')`),
    check(
      'proposal_lines_quantity',
      sql`(${table.kind} = 'obligation') = (${table.quantity} is not null) and (${table.quantity} is null or ${table.quantity} >= 1)`,
    ),
  ],
)
export type ProposalLine = typeof proposalLines.$inferSelect

/** Staff let a discount for referring somebody and the commissions on that customer's payments stand beside each other (CAT4). */
export const benefitOverrides = sqliteTable(
  'benefit_overrides',
  {
    discountId: text('discount_id').primaryKey(),
    /** The customer that was referred. */
    prospectId: text('prospect_id').notNull(),
    reason: text().notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: at('decided_at').notNull(),
  },
  (table) => [index('benefit_overrides_by_referred').on(table.prospectId)],
)

export const worryKinds = ['quality', 'satisfaction', 'cost'] as const
export type WorryKind = (typeof worryKinds)[number]
export const worryAnswers = ['criterion', 'reference_talk', 'warranty', 'pilot', 'performance_deal', 'discount_in_return'] as const
export type WorryAnswer = (typeof worryAnswers)[number]

/** One of the three worries, in the prospect's words. The key leaves no place for a fourth. */
export const worries = sqliteTable(
  'worries',
  {
    proposalId: text('proposal_id').notNull(),
    kind: text({ enum: worryKinds }).notNull(),
    words: text().notNull(),
    answeredBy: json<WorryAnswer[]>('answered_by').notNull(),
    /** The written "we cannot". */
    cannot: text(),
    status: text({ enum: ['raised', 'answered', 'settled'] }).notNull(),
    raisedAt: at('raised_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.proposalId, table.kind] }),
    check('worries_kind', sql`${table.kind} in ('quality','satisfaction','cost')`),
    check('worries_status', sql`${table.status} in ('raised','answered','settled')`),
    check('worries_answered', sql`${table.status} = 'raised' or ${table.cannot} is not null or json_array_length(${table.answeredBy}) > 0`),
  ],
)
export type Worry = typeof worries.$inferSelect
