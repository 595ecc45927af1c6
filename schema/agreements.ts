import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, day, minor } from './columns.ts'

export const agreementKinds = ['reference', 'sponsor', 'partner'] as const
export type AgreementKind = (typeof agreementKinds)[number]
export const agreementStatuses = ['draft', 'offered', 'signed', 'ended'] as const
export type AgreementStatus = (typeof agreementStatuses)[number]

/** What a customer promised and got. From its offer on the text never changes; another text is another version, which both sign. */
export const agreements = sqliteTable(
  'agreements',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    kind: text({ enum: agreementKinds }).notNull(),
    /** 1, 2, … per customer and kind. */
    version: integer().notNull(),
    status: text({ enum: agreementStatuses }).notNull(),
    /** The words before the list of what is promised, as staff wrote them. */
    preamble: text().notNull(),
    /** All of it, activities, caps and benefits included, and its SHA-256 (hex): written when it is offered. */
    text: text(),
    textHash: text('text_hash'),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    noticeDays: integer('notice_days').notNull(),
    offeredAt: at('offered_at'),
    /** A person of the staff, for us. */
    signedByUs: text('signed_by_us'),
    signedByUsAt: at('signed_by_us_at'),
    /** The typed name, and through what: a member's id, or that of a private link. */
    signedByThem: text('signed_by_them'),
    signedByThemVia: text('signed_by_them_via'),
    signedByThemAt: at('signed_by_them_at'),
    signedAt: at('signed_at'),
    /** Notice was given: it binds until this day. */
    noticeGivenAt: at('notice_given_at'),
    noticeEndsOn: day('notice_ends_on'),
    endedAt: at('ended_at'),
    endReason: text('end_reason'),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('agreements_kind', sql`${table.kind} in ('reference','sponsor','partner')`),
    check('agreements_status', sql`${table.status} in ('draft','offered','signed','ended')`),
    check(
      'agreements_dates',
      sql`${table.startsOn} <= ${table.endsOn} and length(${table.startsOn}) = 10 and length(${table.endsOn}) = 10`,
    ),
    check('agreements_notice', sql`${table.noticeDays} between 0 and 365`),
    check('agreements_text', sql`(${table.text} is null) = (${table.textHash} is null)`),
    check(
      'agreements_ended',
      sql`(${table.status} = 'ended') = (${table.endedAt} is not null) and (${table.endedAt} is null) = (${table.endReason} is null)`,
    ),
    check(
      'agreements_two_signatures',
      sql`(${table.status} <> 'signed' or (${table.signedByUs} is not null and ${table.signedByThem} is not null and ${table.signedAt} is not null))
        and (${table.signedByUs} is null) = (${table.signedByUsAt} is null) and (${table.signedByThem} is null) = (${table.signedByThemAt} is null)`,
    ),
    uniqueIndex('agreements_version_once').on(table.prospectId, table.kind, table.version),
    uniqueIndex('agreements_one_signed').on(table.prospectId, table.kind).where(sql`status = 'signed'`),
    uniqueIndex('agreements_one_open').on(table.prospectId, table.kind).where(sql`status in ('draft','offered')`),
    index('agreements_by_time').on(table.createdAt, table.id),
    index('agreements_by_status').on(table.status, table.createdAt, table.id),
    index('agreements_ending').on(table.endsOn, table.id).where(sql`status = 'signed'`),
  ],
)
export type Agreement = typeof agreements.$inferSelect

export const activityKinds = [
  'prospect_call',
  'analyst_call',
  'site_visit',
  'site_quote',
  'news_release',
  'webinar',
  'conference_talk',
  'shared_booth',
  'case_study',
  'logo_use',
] as const
export type ActivityKind = (typeof activityKinds)[number]

/** An activity owed under an agreement. Delivered + due + cancelled = promised, always (OBL1). */
export const obligations = sqliteTable(
  'obligations',
  {
    id: text().primaryKey(),
    agreementId: text('agreement_id').notNull(),
    prospectId: text('prospect_id').notNull(),
    activity: text({ enum: activityKinds }).notNull(),
    promised: integer().notNull(),
    delivered: integer().notNull(),
    due: integer().notNull(),
    cancelled: integer().notNull(),
    dueOn: day('due_on').notNull(),
    /** Finance and sales were told that it is late. */
    overdueToldAt: at('overdue_told_at'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check(
      'obligations_activity',
      sql`${table.activity} in ('prospect_call','analyst_call','site_visit','site_quote','news_release','webinar','conference_talk','shared_booth','case_study','logo_use')`,
    ),
    check('obligations_quantity', sql`${table.promised} between 1 and 1000`),
    check(
      'obligations_balance',
      sql`${table.delivered} >= 0 and ${table.due} >= 0 and ${table.cancelled} >= 0
        and ${table.delivered} + ${table.due} + ${table.cancelled} = ${table.promised}`,
    ),
    check('obligations_due_on', sql`length(${table.dueOn}) = 10`),
    index('obligations_by_agreement').on(table.agreementId, table.dueOn, table.id),
    index('obligations_by_customer').on(table.prospectId, table.activity, table.dueOn),
    index('obligations_due').on(table.dueOn, table.id).where(sql`due > 0`),
  ],
)
export type Obligation = typeof obligations.$inferSelect

/** What moved an obligation; the figures follow by trigger. A held activity delivers once (OBL2). */
export const obligationMoves = sqliteTable(
  'obligation_moves',
  {
    id: text().primaryKey(),
    obligationId: text('obligation_id').notNull(),
    kind: text({ enum: ['delivered', 'cancelled'] }).notNull(),
    activityId: text('activity_id'),
    n: integer().notNull(),
    reason: text(),
    recordedBy: text('recorded_by').notNull(),
    at: at('at').notNull(),
  },
  (table) => [
    check('obligation_moves_kind', sql`${table.kind} in ('delivered','cancelled')`),
    check('obligation_moves_n', sql`${table.n} >= 1`),
    check(
      'obligation_moves_evidence',
      sql`(${table.kind} = 'delivered') = (${table.activityId} is not null) and (${table.kind} = 'delivered' or ${table.reason} is not null)`,
    ),
    uniqueIndex('obligation_moves_activity_once').on(table.activityId),
    index('obligation_moves_by_obligation').on(table.obligationId, table.at, table.id),
  ],
)
export const benefitKinds = ['support', 'perk', 'other'] as const
export type BenefitKind = (typeof benefitKinds)[number]

/** What a customer gets beside a discount. */
export const benefits = sqliteTable(
  'benefits',
  {
    id: text().primaryKey(),
    agreementId: text('agreement_id').notNull(),
    kind: text({ enum: benefitKinds }).notNull(),
    text: text().notNull(),
  },
  (table) => [
    check('benefits_kind', sql`${table.kind} in ('support','perk','other')`),
    index('benefits_by_agreement').on(table.agreementId, table.id),
  ],
)
export type Benefit = typeof benefits.$inferSelect

/** A customer asked for a lower price. */
export const discountRequests = sqliteTable(
  'discount_requests',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    /** Who asked, of the customer. */
    askedBy: text('asked_by').notNull(),
    askedOn: day('asked_on').notNull(),
    percentBps: integer('percent_bps'),
    recordedBy: text('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('discount_requests_percent', sql`${table.percentBps} is null or ${table.percentBps} between 1 and 10000`),
    index('discount_requests_by_customer').on(table.prospectId, table.createdAt, table.id),
  ],
)
export type DiscountRequest = typeof discountRequests.$inferSelect

/** A price cut of an agreement: it lowers a price and is never cash (DIS3). */
export const discounts = sqliteTable(
  'discounts',
  {
    id: text().primaryKey(),
    agreementId: text('agreement_id').notNull(),
    listMinor: minor('list_minor').notNull(),
    percentBps: integer('percent_bps').notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    /** Given for referring this customer: no commission on its payments beside it (CAT4). */
    referredId: text('referred_id'),
    /** Above the second limit: another person, and why. */
    secondBy: text('second_by'),
    secondReason: text('second_reason'),
    secondAt: at('second_at'),
    givenBy: text('given_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('discounts_percent', sql`${table.percentBps} between 1 and 10000`),
    check('discounts_list', sql`${table.listMinor} between 1 and 100000000000`),
    check('discounts_amount', sql`${table.amountMinor} = ${table.listMinor} * ${table.percentBps} / 10000`),
    check(
      'discounts_second',
      sql`(${table.secondBy} is null) = (${table.secondReason} is null) and (${table.secondBy} is null) = (${table.secondAt} is null)
        and ${table.secondBy} is not ${table.givenBy}`,
    ),
    uniqueIndex('discounts_one').on(table.agreementId),
    index('discounts_by_referred').on(table.referredId).where(sql`referred_id is not null`),
  ],
)
export type Discount = typeof discounts.$inferSelect

/** Opens one customer's relationship page without signing in: for a person of a customer that is no partner. */
export const relationshipLinks = sqliteTable(
  'relationship_links',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    name: text().notNull(),
    email: text().notNull(),
    /** SHA-256 of its token, hex. */
    tokenHash: text('token_hash').notNull(),
    sentBy: text('sent_by').notNull(),
    sentAt: at('sent_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [
    uniqueIndex('relationship_links_token').on(table.tokenHash),
    index('relationship_links_by_customer').on(table.prospectId, table.sentAt, table.id),
  ],
)
export type RelationshipLink = typeof relationshipLinks.$inferSelect
