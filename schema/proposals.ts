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
export type ProposalLineKind = (typeof proposalLineKinds)[number]

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

/** Asked when an engagement closes; its last question is the quote (SUR1: one per engagement). */
export const surveys = sqliteTable(
  'surveys',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    engagementId: text('engagement_id').notNull(),
    contactId: text('contact_id'),
    name: text().notNull(),
    email: text().notNull(),
    tokenHash: text('token_hash').notNull(),
    sentBy: text('sent_by').notNull(),
    sentAt: at('sent_at').notNull(),
    answeredAt: at('answered_at'),
    /** 1 to 5, and what went well or not, in its words. */
    score: integer(),
    words: text(),
  },
  (table) => [
    check(
      'surveys_score',
      sql`(${table.answeredAt} is null) = (${table.score} is null) and (${table.score} is null or ${table.score} between 1 and 5)`,
    ),
    uniqueIndex('surveys_one').on(table.engagementId),
    uniqueIndex('surveys_token').on(table.tokenHash),
    index('surveys_by_time').on(table.sentAt, table.id),
    index('surveys_by_customer').on(table.prospectId, table.sentAt, table.id),
    index('surveys_waiting').on(table.sentAt, table.id).where(sql`answered_at is null`),
    index('surveys_answered').on(table.sentAt, table.id).where(sql`answered_at is not null`),
  ],
)
export type Survey = typeof surveys.$inferSelect

export const quoteChannels = ['site', 'social', 'print', 'press', 'sales'] as const
export type QuoteChannel = (typeof quoteChannels)[number]
export const attributionChoices = ['full', 'company', 'anonymous'] as const
export type AttributionChoice = (typeof attributionChoices)[number]
export const quoteStatuses = ['offered', 'approved', 'published', 'ended', 'withdrawn'] as const
export type QuoteStatus = (typeof quoteStatuses)[number]

/** A line about working with us, with where and under which name its author allows it. */
export const quotes = sqliteTable(
  'quotes',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    surveyId: text('survey_id'),
    contactId: text('contact_id'),
    author: text().notNull(),
    title: text(),
    text: text().notNull(),
    textHash: text('text_hash').notNull(),
    /** Empty: only staff read it (SUR2). */
    channels: json<QuoteChannel[]>('channels').notNull(),
    attribution: text({ enum: attributionChoices }).notNull(),
    /** Our edit, until its author approved or refused it (SUR3). */
    editText: text('edit_text'),
    editHash: text('edit_hash'),
    /** The author's private page for that. */
    tokenHash: text('token_hash'),
    status: text({ enum: quoteStatuses }).notNull(),
    endsOn: day('ends_on').notNull(),
    /** The organisation's grant under which it is public. */
    grantId: text('grant_id'),
    createdAt: at('created_at').notNull(),
    approvedAt: at('approved_at'),
    publishedAt: at('published_at'),
    closedAt: at('closed_at'),
    /** Its author was asked again, before its end. */
    remindedAt: at('reminded_at'),
  },
  (table) => [
    check('quotes_status', sql`${table.status} in ('offered','approved','published','ended','withdrawn')`),
    check('quotes_attribution', sql`${table.attribution} in ('full','company','anonymous')`),
    check('quotes_edit', sql`(${table.editText} is null) = (${table.editHash} is null)`),
    check(
      'quotes_published',
      sql`${table.status} <> 'published' or (${table.grantId} is not null and json_array_length(${table.channels}) > 0)`,
    ),
    uniqueIndex('quotes_token').on(table.tokenHash),
    index('quotes_by_time').on(table.createdAt, table.id),
    index('quotes_by_status').on(table.status, table.createdAt, table.id),
    index('quotes_by_customer').on(table.prospectId, table.createdAt, table.id),
    index('quotes_by_grant').on(table.grantId).where(sql`grant_id is not null`),
    index('quotes_ending').on(table.endsOn, table.id).where(sql`status in ('offered','approved','published')`),
    index('quotes_for_site').on(table.createdAt, table.id).where(sql`instr(channels, '"site"') > 0`),
    index('quotes_for_social').on(table.createdAt, table.id).where(sql`instr(channels, '"social"') > 0`),
    index('quotes_for_print').on(table.createdAt, table.id).where(sql`instr(channels, '"print"') > 0`),
    index('quotes_for_press').on(table.createdAt, table.id).where(sql`instr(channels, '"press"') > 0`),
    index('quotes_for_sales').on(table.createdAt, table.id).where(sql`instr(channels, '"sales"') > 0`),
  ],
)
export type Quote = typeof quotes.$inferSelect

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
