import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day, flag } from './columns.ts'

export const standings = ['active', 'lapsed', 'won_back'] as const
export type Standing = (typeof standings)[number]
export const motions = ['project', 'support'] as const
export type Motion = (typeof motions)[number]
export const giftPolicies = ['unknown', 'allowed', 'limited', 'forbidden'] as const
export type GiftPolicy = (typeof giftPolicies)[number]
export const referencePolicies = ['ask', 'allowed', 'private_only', 'forbidden'] as const
export type ReferencePolicy = (typeof referencePolicies)[number]
export const companySizes = ['1-49', '50-249', '250-999', '1000+'] as const
export type CompanySize = (typeof companySizes)[number]

/** A prospect past the line (domain.md A1, A4), under the same id. Its category is a query, never a column. */
export const customers = sqliteTable(
  'customers',
  {
    prospectId: text('prospect_id').primaryKey(),
    standing: text({ enum: standings }).notNull(),
    /** How it came; it stays (MOT2). Null until somebody asked. */
    motion: text({ enum: motions }),
    industry: text(),
    size: text({ enum: companySizes }),
    publicCompany: flag('public_company').notNull().default(false),
    firstEnterprise: flag('first_enterprise').notNull().default(false),
    giftPolicy: text('gift_policy', { enum: giftPolicies }).notNull().default('unknown'),
    giftNote: text('gift_note'),
    /** Its own rule about vouching for us. `private_only`: nothing published, the name told for one agreed call (GRA2). */
    referencePolicy: text('reference_policy', { enum: referencePolicies }).notNull().default('ask'),
    customerSince: at('customer_since').notNull(),
    /** The newest lapse, and the newest return. */
    lapsedAt: at('lapsed_at'),
    wonBackAt: at('won_back_at'),
    /** In writing: nothing was wrong when it left (GRV3). */
    noGrievance: text('no_grievance'),
    /** Its work is closed: no programme mail until a person restarts it (CAT6). */
    outreachEndedAt: at('outreach_ended_at'),
    /** A person's id, or `system` for a line that was crossed. */
    madeBy: text('made_by').notNull(),
    createdAt: at('created_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('customers_standing', sql`${table.standing} in ('active','lapsed','won_back')`),
    check('customers_motion', sql`${table.motion} in ('project','support')`),
    check('customers_size', sql`${table.size} in ('1-49','50-249','250-999','1000+')`),
    check('customers_gift_policy', sql`${table.giftPolicy} in ('unknown','allowed','limited','forbidden')`),
    check('customers_reference_policy', sql`${table.referencePolicy} in ('ask','allowed','private_only','forbidden')`),
    index('customers_by_time').on(table.customerSince, table.prospectId),
    index('customers_by_standing').on(table.standing, table.customerSince, table.prospectId),
    index('customers_by_motion').on(table.motion, table.customerSince, table.prospectId),
  ],
)
export type Customer = typeof customers.$inferSelect

export const buyingRoleNames = ['economic_buyer', 'ally', 'no_influence', 'unknown'] as const
export type BuyingRoleName = (typeof buyingRoleNames)[number]
export const confidences = ['known', 'guess'] as const
export type Confidence = (typeof confidences)[number]

/** What a contact has to say in a purchase. Staff's own view: these words never leave the team (domain.md A6). */
export const buyingRoles = sqliteTable(
  'buying_roles',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    contactId: text('contact_id').notNull(),
    /** Null: in every deal of the prospect. */
    dealId: text('deal_id'),
    role: text({ enum: buyingRoleNames }).notNull(),
    /** Can say no, beside any role (ROL1). */
    veto: flag('veto').notNull(),
    confidence: text({ enum: confidences }).notNull(),
    /** The contact whose mind this one sways. */
    influences: text(),
    budgetConfirmed: flag('budget_confirmed').notNull(),
    decisionOn: day('decision_on'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('buying_roles_role', sql`${table.role} in ('economic_buyer','ally','no_influence','unknown')`),
    check('buying_roles_confidence', sql`${table.confidence} in ('known','guess')`),
    check('buying_roles_budget', sql`${table.budgetConfirmed} = 0 or ${table.role} = 'economic_buyer'`),
    check('buying_roles_influences', sql`${table.influences} <> ${table.contactId}`),
    uniqueIndex('buying_roles_once').on(table.contactId, table.dealId),
    uniqueIndex('buying_roles_once_in_all').on(table.contactId).where(sql`deal_id is null`),
    index('buying_roles_by_prospect').on(table.prospectId, table.recordedAt),
  ],
)
export type BuyingRole = typeof buyingRoles.$inferSelect

export const grievanceStatuses = ['open', 'offered', 'settled', 'refused'] as const
export type GrievanceStatus = (typeof grievanceStatuses)[number]
/** Never money: a restitution is no payout (GRV2). */
export const restitutionKinds = ['free_hours', 'redone_work', 'better_terms', 'apology', 'other'] as const
export type RestitutionKind = (typeof restitutionKinds)[number]

/** An unsettled complaint of a customer. */
export const grievances = sqliteTable(
  'grievances',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    /** What went wrong, in words that the customer reads, too. */
    about: text().notNull(),
    /** Why it went wrong: staff only. */
    cause: text().notNull(),
    /** Who of staff sees it through. */
    owner: text().notNull(),
    status: text({ enum: grievanceStatuses }).notNull(),
    restitutionKind: text('restitution_kind', { enum: restitutionKinds }),
    restitution: text(),
    offeredOn: day('offered_on'),
    settledOn: day('settled_on'),
    openedBy: text('opened_by').notNull(),
    openedAt: at('opened_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('grievances_status', sql`${table.status} in ('open','offered','settled','refused')`),
    check('grievances_restitution_kind', sql`${table.restitutionKind} in ('free_hours','redone_work','better_terms','apology','other')`),
    check(
      'grievances_offered',
      sql`${table.status} = 'open' or ${table.restitution} is not null and ${table.restitutionKind} is not null and ${table.offeredOn} is not null`,
    ),
    check('grievances_settled', sql`(${table.status} = 'settled') = (${table.settledOn} is not null)`),
    index('grievances_by_prospect').on(table.prospectId, table.openedAt, table.id),
    index('grievances_open').on(table.openedAt, table.id).where(sql`status <> 'settled'`),
  ],
)
export type Grievance = typeof grievances.$inferSelect

/** What one of staff hands to another about a prospect. */
export const handoffs = sqliteTable(
  'handoffs',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    fromStaff: text('from_staff').notNull(),
    toStaff: text('to_staff').notNull(),
    what: text().notNull(),
    dueOn: day('due_on').notNull(),
    doneAt: at('done_at'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    index('handoffs_by_prospect').on(table.prospectId, table.createdAt, table.id),
    index('handoffs_open').on(table.toStaff, table.dueOn, table.id).where(sql`done_at is null`),
  ],
)
export type Handoff = typeof handoffs.$inferSelect

/** What we did beyond the contract, and who thanked us: good moments to ask, never a debt (GOO1). Append-only. */
export const goodwill = sqliteTable(
  'goodwill',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    engagementId: text('engagement_id'),
    whatWeDid: text('what_we_did').notNull(),
    thankedBy: text('thanked_by'),
    happenedOn: day('happened_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    index('goodwill_by_prospect').on(table.prospectId, table.happenedOn, table.id),
    index('goodwill_by_engagement').on(table.engagementId, table.happenedOn, table.id),
    index('goodwill_thanked').on(table.happenedOn, table.id).where(sql`thanked_by is not null`),
  ],
)
export type Goodwill = typeof goodwill.$inferSelect
