import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { at } from './columns.ts'

/** Private links to what is held about a prospect, one in force for each contact. */
export const prospectLinks = sqliteTable(
  'prospect_links',
  {
    /** SHA-256 of the token, hex. */
    hash: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    contactId: text('contact_id').notNull(),
    madeAt: at('made_at').notNull(),
    /** When a newer one took its place. */
    endedAt: at('ended_at'),
  },
  (table) => [
    index('prospect_links_by_contact').on(table.contactId, table.madeAt),
    index('prospect_links_by_prospect').on(table.prospectId),
  ],
)
export type ProspectLink = typeof prospectLinks.$inferSelect

/** The same for a person whom only registrations name: it is nobody's contact yet, or never becomes one. */
export const registrationLinks = sqliteTable(
  'registration_links',
  {
    /** SHA-256 of the token, hex. */
    hash: text().primaryKey(),
    registrationId: text('registration_id').notNull(),
    /** Which of its people. */
    n: integer().notNull(),
    madeAt: at('made_at').notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [index('registration_links_by_person').on(table.registrationId, table.n)],
)
export type RegistrationLink = typeof registrationLinks.$inferSelect

export const declineSources = ['introduction_page', 'private_link'] as const
export type DeclineSource = (typeof declineSources)[number]

/** A prospect says that it did not come by this partner: evidence, kept; what it asked for before may have no prospect yet. */
export const declines = sqliteTable(
  'declines',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    source: text({ enum: declineSources }).notNull(),
    prospectId: text('prospect_id'),
    linkId: text('link_id'),
    /** The click whose id came along. */
    clickId: text('click_id'),
    saidAt: at('said_at').notNull(),
  },
  (table) => [
    check('declines_source', sql`${table.source} in ('introduction_page','private_link')`),
    index('declines_by_prospect').on(table.prospectId, table.saidAt),
    index('declines_by_click').on(table.clickId),
  ],
)
export type Decline = typeof declines.$inferSelect

/** Who asked to be left alone: a keyed hash of an address or a company domain, and nothing else. */
export const leftAlone = sqliteTable(
  'left_alone',
  {
    /** HMAC-SHA-256 in hex, under the key that `wrapped_keys` holds. */
    hash: text().primaryKey(),
    kind: text({ enum: ['email', 'domain'] }).notNull(),
    since: at('since').notNull(),
  },
  (table) => [check('left_alone_kind', sql`${table.kind} in ('email','domain')`)],
)

/** A key of ours, encrypted under one signing key: it outlives the rotation of signing keys and is useless without them. */
export const wrappedKeys = sqliteTable(
  'wrapped_keys',
  {
    name: text().notNull(),
    /** The signing key it is encrypted under. */
    signingKey: text('signing_key').notNull(),
    wrapped: text().notNull(),
    madeAt: at('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.signingKey] })],
)

/**
 * Beside a sealed row that people's words stand in: the seal covers a digest of salt and words. When a prospect is erased the digest
 * takes the salt's place and the words go; the chain still proves that nothing else changed.
 */
export const sealSalts = sqliteTable(
  'seal_salts',
  {
    log: text({ enum: ['attributions', 'audit'] }).notNull(),
    /** The row's number in its log. */
    position: integer().notNull(),
    salt: text(),
    digest: text(),
    /** The prospect with which the words went. */
    erasedWith: text('erased_with'),
  },
  (table) => [
    primaryKey({ columns: [table.log, table.position] }),
    check('seal_salts_log', sql`${table.log} in ('attributions','audit')`),
    check(
      'seal_salts_either',
      sql`(${table.salt} is null) <> (${table.digest} is null) and (${table.digest} is null) = (${table.erasedWith} is null)`,
    ),
  ],
)
export type SealSalt = typeof sealSalts.$inferSelect
