import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, flag, json } from './columns.ts'

export const contactSides = ['technical', 'business'] as const
export type ContactSide = (typeof contactSides)[number]

export const prospectStages = ['new', 'in_contact', 'evaluating', 'customer', 'lost'] as const
export type ProspectStage = (typeof prospectStages)[number]

/** A company that may buy; past the line it is a customer under the same id. */
export const prospects = sqliteTable(
  'prospects',
  {
    id: text().primaryKey(),
    company: text().notNull(),
    /** Registrable company domain, lower case; never a public mail domain. */
    domain: text(),
    /** What its level makes of it, or `lost`: a trigger refuses anything else. */
    stage: text({ enum: prospectStages }).notNull(),
    stageReason: text('stage_reason'),
    need: text(),
    /** The highest level of the ladder that stands proven, 0 for none: kept from its evidence by triggers. */
    level: integer().notNull().default(0),
    customerSince: at('customer_since'),
    createdAt: at('created_at').notNull(),
    erasedAt: at('erased_at'),
    /** Raised by every act that decides from what it read here. */
    version: integer().notNull(),
  },
  (table) => [
    check('prospects_stage', sql`${table.stage} in ('new','in_contact','evaluating','customer','lost')`),
    index('prospects_by_domain').on(table.domain),
    index('prospects_by_time').on(table.createdAt, table.id),
    index('prospects_by_level').on(table.level, table.createdAt, table.id),
    index('prospects_lost').on(table.createdAt, table.id).where(sql`stage = 'lost'`),
  ],
)
export type Prospect = typeof prospects.$inferSelect

/** A person at a prospect. */
export const contacts = sqliteTable(
  'contacts',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    name: text().notNull(),
    email: text(),
    title: text(),
    /** Technical or business: what their reference talks are about, too. */
    side: text({ enum: contactSides }),
    /** Who named this person: `prospect`, `staff`, `stripe`, or the partner's id. */
    namedBy: text('named_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [index('contacts_by_prospect').on(table.prospectId, table.createdAt), index('contacts_by_email').on(table.email)],
)
export type Contact = typeof contacts.$inferSelect

/** What Stripe calls a prospect: its customer ids, in either of Stripe's two forms. */
export const prospectStripeCustomers = sqliteTable(
  'prospect_stripe_customers',
  {
    stripeCustomer: text('stripe_customer').primaryKey(),
    prospectId: text('prospect_id').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [index('prospect_stripe_customers_by_prospect').on(table.prospectId)],
)

/** What the company calls a prospect in its own systems, as its server said with a sign-up. */
export const prospectExternalReferences = sqliteTable(
  'prospect_external_references',
  {
    externalReference: text('external_reference').primaryKey(),
    prospectId: text('prospect_id').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [index('prospect_external_references_by_prospect').on(table.prospectId)],
)

export const introductionSources = ['prospect', 'partner'] as const

/** A prospect named by itself on `/i/:code` or by a partner through the portal. */
export const introductions = sqliteTable(
  'introductions',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    partnerId: text('partner_id').notNull(),
    source: text({ enum: introductionSources }).notNull(),
    linkId: text('link_id'),
    memberId: text('member_id'),
    company: text().notNull(),
    contactName: text('contact_name').notNull(),
    contactEmail: text('contact_email').notNull(),
    need: text().notNull(),
    /** The partner says that the prospect agreed to be introduced. */
    prospectAgreed: flag('prospect_agreed').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('introductions_source', sql`${table.source} in ('prospect','partner')`),
    index('introductions_by_partner').on(table.partnerId, table.createdAt, table.id),
    index('introductions_by_prospect').on(table.prospectId),
  ],
)
export type Introduction = typeof introductions.$inferSelect

export const touchKinds = ['click', 'code', 'introduction', 'registration', 'decision'] as const
export type TouchKind = (typeof touchKinds)[number]

/** Any evidence that ties a partner to a prospect; kept whether it won or lost. */
export const touches = sqliteTable(
  'touches',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    partnerId: text('partner_id').notNull(),
    kind: text({ enum: touchKinds }).notNull(),
    /** When it happened: for a click the signed time, not the arrival. */
    touchedAt: at('touched_at').notNull(),
    linkId: text('link_id'),
    clickId: text('click_id'),
    introductionId: text('introduction_id'),
    /** What the same evidence would be stored under again; a repeat meets it. */
    source: text().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('touches_kind', sql`${table.kind} in ('click','code','introduction','registration','decision')`),
    uniqueIndex('touches_source_once').on(table.source),
    index('touches_by_prospect').on(table.prospectId, table.touchedAt, table.id),
    index('touches_by_partner').on(table.partnerId, table.touchedAt, table.id),
    // In the order of storing, which nothing that arrives later can change.
    index('touches_as_stored').on(table.partnerId, table.createdAt, table.id),
  ],
)
export type Touch = typeof touches.$inferSelect

/** One touch in the explanation of an attribution. */
export type TouchVerdict = { touch: string; partner: string; kind: TouchKind; at: number; outcome: 'won' | 'lost'; why: string }

/** The decision which touch gets the credit. The newest of a prospect is in force; older ones stay as they were. */
export const attributions = sqliteTable(
  'attributions',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    /** 1, 2, … per prospect; bound by the first, moved only by a person with a reason. */
    n: integer().notNull(),
    /** Null: nobody gets the credit. */
    partnerId: text('partner_id'),
    touchId: text('touch_id'),
    /** `rule`: the programme’s rules; else the id of whoever of staff decided, with a reason. */
    decidedBy: text('decided_by').notNull(),
    reason: text().notNull(),
    explanation: json<TouchVerdict[]>('explanation').notNull(),
    /** Self-referral and the like: its commissions are held for a person. */
    heldReason: text('held_reason'),
    decidedAt: at('decided_at').notNull(),
  },
  (table) => [
    uniqueIndex('attributions_once').on(table.prospectId, table.n),
    index('attributions_by_partner').on(table.partnerId, table.decidedAt, table.id),
  ],
)
export type Attribution = typeof attributions.$inferSelect
