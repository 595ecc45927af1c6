import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, flag, json } from './columns.ts'

export const partnerStatuses = ['invited', 'applied', 'active', 'suspended', 'refused', 'left'] as const
export type PartnerStatus = (typeof partnerStatuses)[number]

/** A customer company that refers. Its people are members, its terms come with its group. */
export const partners = sqliteTable(
  'partners',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** The partner's own company domain, for self-referral; never a public mail domain. */
    domain: text(),
    /** ISO 3166 alpha-2, upper case; on the allow-list `STRIPE_PARTNER_COUNTRIES`. */
    country: text().notNull(),
    groupId: text('group_id').notNull(),
    /** The customer this partner is, if it is one of ours. */
    prospectId: text('prospect_id'),
    status: text({ enum: partnerStatuses }).notNull(),
    statusReason: text('status_reason'),
    invitedBy: text('invited_by'),
    /** Whether what we sell is central to its own business, as its owner said: it may advise our rivals (CAT5). Null: not asked. */
    centralToBusiness: flag('central_to_business'),
    createdAt: at('created_at').notNull(),
    activatedAt: at('activated_at'),
  },
  (table) => [
    check('partners_status', sql`${table.status} in ('invited','applied','active','suspended','refused','left')`),
    check('partners_country', sql`length(${table.country}) = 2`),
    index('partners_by_status').on(table.status, table.createdAt, table.id),
    index('partners_by_time').on(table.createdAt, table.id),
    index('partners_by_name').on(sql`${table.name} collate nocase`, table.id),
    index('partners_by_domain').on(table.domain),
    index('partners_by_group').on(table.groupId),
    index('partners_by_prospect').on(table.prospectId).where(sql`prospect_id is not null`),
  ],
)
export type Partner = typeof partners.$inferSelect

export const memberRoles = ['owner', 'member'] as const
export type MemberRole = (typeof memberRoles)[number]

/** A person of a partner. */
export const members = sqliteTable(
  'members',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    name: text().notNull(),
    /** Lower case; one person signs in with it, here or in staff. */
    email: text().notNull(),
    role: text({ enum: memberRoles }).notNull(),
    status: text({ enum: ['invited', 'active', 'removed'] }).notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('members_role', sql`${table.role} in ('owner','member')`),
    check('members_status', sql`${table.status} in ('invited','active','removed')`),
    check('members_email', sql`${table.email} = lower(${table.email})`),
    uniqueIndex('members_email_once').on(table.email).where(sql`status <> 'removed'`),
    index('members_by_partner').on(table.partnerId, table.createdAt, table.id),
  ],
)
export type Member = typeof members.$inferSelect

export const staffRoles = ['sales', 'finance', 'approver', 'admin', 'auditor'] as const
export type StaffRole = (typeof staffRoles)[number]

/** A person of the company. */
export const staff = sqliteTable(
  'staff',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text().notNull(),
    active: flag('active').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [uniqueIndex('staff_email_once').on(table.email), check('staff_email', sql`${table.email} = lower(${table.email})`)],
)
export type Staff = typeof staff.$inferSelect

export const staffRoleGrants = sqliteTable(
  'staff_role_grants',
  {
    staffId: text('staff_id').notNull(),
    role: text({ enum: staffRoles }).notNull(),
    grantedBy: text('granted_by').notNull(),
    grantedAt: at('granted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.staffId, table.role] }),
    check('staff_role_grants_role', sql`${table.role} in ('sales','finance','approver','admin','auditor')`),
  ],
)

export const personKinds = ['member', 'staff'] as const
export type PersonKind = (typeof personKinds)[number]

/** A sign-in on its way: a link for the browser that asked and a code for another one, consumed once, by POST. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    id: text().primaryKey(),
    personKind: text('person_kind', { enum: personKinds }).notNull(),
    personId: text('person_id').notNull(),
    /** SHA-256 of the link's token, hex. */
    tokenHash: text('token_hash').notNull(),
    /** HMAC of the six digits with this row's id, hex. */
    codeHash: text('code_hash').notNull(),
    /** SHA-256 of the asking browser's cookie, hex: only that browser may use the link. */
    browserHash: text('browser_hash').notNull(),
    codeTries: integer('code_tries').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    consumedAt: at('consumed_at'),
  },
  (table) => [
    uniqueIndex('sign_ins_token').on(table.tokenHash),
    index('sign_ins_by_browser').on(table.browserHash, table.createdAt),
    index('sign_ins_by_person').on(table.personKind, table.personId, table.createdAt),
  ],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    personKind: text('person_kind', { enum: personKinds }).notNull(),
    personId: text('person_id').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** When this session last proved a second factor. */
    secondFactorAt: at('second_factor_at'),
    endedAt: at('ended_at'),
    userAgent: text('user_agent').notNull(),
  },
  (table) => [index('sessions_by_person').on(table.personKind, table.personId, table.createdAt)],
)
export type Session = typeof sessions.$inferSelect

/** Counts what must not be tried too often; the key says what and whose, `window` is the start of the window. */
export const rateCounts = sqliteTable(
  'rate_counts',
  { key: text().notNull(), window: at('window').notNull(), n: integer().notNull() },
  (table) => [primaryKey({ columns: [table.key, table.window] })],
)

/** One row per setting an admin may change without a deploy. */
export const settings = sqliteTable('settings', {
  key: text().primaryKey(),
  value: json<unknown>('value').notNull(),
  setBy: text('set_by').notNull(),
  setAt: at('set_at').notNull(),
})
