import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day } from './columns.ts'
import { companySizes } from './customers.ts'

export const ndaKinds = ['one_way', 'mutual'] as const
export type NdaKind = (typeof ndaKinds)[number]
export const ndaStatuses = ['sent', 'signed', 'declined', 'ended'] as const
export type NdaStatus = (typeof ndaStatuses)[number]

/** What a prospect keeps to itself, by one named person; its text is frozen with its hash when it is sent (domain.md A2). */
export const ndas = sqliteTable(
  'ndas',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    kind: text({ enum: ndaKinds }).notNull(),
    templateVersion: integer('template_version').notNull(),
    text: text().notNull(),
    /** SHA-256 of the text, hex. */
    textHash: text('text_hash').notNull(),
    /** The contact who may sign, and nobody else. */
    signerId: text('signer_id').notNull(),
    status: text({ enum: ndaStatuses }).notNull(),
    sentBy: text('sent_by').notNull(),
    sentAt: at('sent_at').notNull(),
    /** As the signer typed it. */
    signedBy: text('signed_by'),
    signedAt: at('signed_at'),
    /** Its last day. */
    endsOn: day('ends_on').notNull(),
    /** Declined, or ended before or on its last day. */
    closedAt: at('closed_at'),
    closedReason: text('closed_reason'),
  },
  (table) => [
    check('ndas_kind', sql`${table.kind} in ('one_way','mutual')`),
    check('ndas_status', sql`${table.status} in ('sent','signed','declined','ended')`),
    check('ndas_signed', sql`(${table.signedAt} is null) = (${table.signedBy} is null)`),
    check('ndas_signed_when_signed', sql`${table.status} not in ('signed','ended') or ${table.signedAt} is not null`),
    check('ndas_closed', sql`(${table.status} in ('declined','ended')) = (${table.closedAt} is not null)`),
    index('ndas_by_prospect').on(table.prospectId, table.sentAt, table.id),
    index('ndas_signed').on(table.endsOn, table.id).where(sql`status = 'signed'`),
  ],
)
export type Nda = typeof ndas.$inferSelect

/** Who saw what under an NDA, append-only; its end hides the pages, never this (NDA4). */
export const ndaViews = sqliteTable(
  'nda_views',
  {
    id: text().primaryKey(),
    ndaId: text('nda_id').notNull(),
    /** The named viewer. */
    contactId: text('contact_id').notNull(),
    /** `text` when it was signed, `copy` for its PDF, or the id of the request whose name was read. */
    what: text().notNull(),
    at: at('at').notNull(),
  },
  (table) => [index('nda_views_by_nda').on(table.ndaId, table.at, table.id)],
)

export const linkKinds = ['prospect', 'customer', 'nda'] as const
export type LinkKind = (typeof linkKinds)[number]

/** A private link in somebody's mail: each mail has its own, and each names one person. */
export const referenceLinks = sqliteTable(
  'reference_links',
  {
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').primaryKey(),
    kind: text({ enum: linkKinds }).notNull(),
    /** The prospect, the request or the NDA it opens. */
    subject: text().notNull(),
    contactId: text('contact_id').notNull(),
    createdAt: at('created_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [
    check('reference_links_kind', sql`${table.kind} in ('prospect','customer','nda')`),
    index('reference_links_by_subject').on(table.subject, table.createdAt),
  ],
)
export const industries = [
  'manufacturing',
  'food',
  'construction',
  'retail',
  'logistics',
  'health',
  'energy',
  'education',
  'public',
  'services',
  'other',
] as const
export type Industry = (typeof industries)[number]
/** A customer in the pool of the reference desk: all that may be told of it without its name. */
export const referenceProfiles = sqliteTable(
  'reference_profiles',
  {
    customerId: text('customer_id').primaryKey(),
    industry: text({ enum: industries }).notNull(),
    size: text({ enum: companySizes }).notNull(),
    /** What it uses us for, lower case. */
    usedFor: text('used_for').notNull(),
    /** How long it is left alone after it declined. */
    restDays: integer('rest_days').notNull(),
    restUntil: at('rest_until'),
    addedBy: text('added_by').notNull(),
    addedAt: at('added_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('reference_profiles_rest', sql`${table.restDays} between 0 and 730`),
    index('reference_profiles_by_time').on(table.addedAt, table.customerId),
    index('reference_profiles_by_industry').on(table.industry, table.size, table.addedAt, table.customerId),
    index('reference_profiles_by_trade').on(table.industry, table.addedAt, table.customerId),
    index('reference_profiles_by_size').on(table.size, table.addedAt, table.customerId),
    index('reference_profiles_by_use').on(table.usedFor, table.addedAt, table.customerId),
  ],
)
export type ReferenceProfile = typeof referenceProfiles.$inferSelect

/** A company a customer will never speak to. */
export const referenceRivals = sqliteTable(
  'reference_rivals',
  {
    customerId: text('customer_id').notNull(),
    domain: text().notNull(),
    name: text().notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: at('named_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.domain] })],
)
export type ReferenceRival = typeof referenceRivals.$inferSelect

/** Whether a customer's people know what they are asked for (RDY1). */
export const readiness = sqliteTable(
  'readiness',
  {
    customerId: text('customer_id').primaryKey(),
    trainedOn: day('trained_on'),
    lastCheckinOn: day('last_checkin_on'),
    openIssues: integer('open_issues').notNull(),
    setBy: text('set_by').notNull(),
    setAt: at('set_at').notNull(),
  },
  (table) => [check('readiness_issues', sql`${table.openIssues} >= 0`)],
)
export type Readiness = typeof readiness.$inferSelect

export const capScopes = ['default', 'customer', 'contact'] as const
export type CapScope = (typeof capScopes)[number]
/** What one cap counts together: any call, site visits, anything public. */
export const capGroups = ['call', 'site_visit', 'public'] as const
export type CapGroup = (typeof capGroups)[number]

/** How often one may be asked. A default binds where the customer has none of its own for that group; a contact's binds besides. */
export const referenceCaps = sqliteTable(
  'reference_caps',
  {
    id: text().primaryKey(),
    scope: text({ enum: capScopes }).notNull(),
    /** The customer's or contact's id; empty for a default. */
    subject: text().notNull(),
    capGroup: text('cap_group', { enum: capGroups }).notNull(),
    count: integer().notNull(),
    periodDays: integer('period_days').notNull(),
    setBy: text('set_by').notNull(),
    setAt: at('set_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [
    check('reference_caps_scope', sql`${table.scope} in ('default','customer','contact')`),
    check('reference_caps_subject', sql`(${table.scope} = 'default') = (${table.subject} = '')`),
    check('reference_caps_group', sql`${table.capGroup} in ('call','site_visit','public')`),
    check('reference_caps_count', sql`${table.count} between 0 and 1000`),
    check('reference_caps_period', sql`${table.periodDays} between 1 and 3650`),
    uniqueIndex('reference_caps_once').on(table.scope, table.subject, table.capGroup, table.periodDays).where(sql`ended_at is null`),
  ],
)
