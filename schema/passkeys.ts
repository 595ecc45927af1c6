import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

/** What somebody of staff proves a second factor with. Key and owner never change; a removed one stays, and works no more. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** The credential's id as its authenticator gave it, base64url. */
    id: text().primaryKey(),
    staffId: text('staff_id').notNull(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    /** How often the authenticator says it was used; one that is copied between devices always says 0. */
    signCount: integer('sign_count').notNull(),
    /** How a browser may reach the authenticator. */
    transports: json<string[]>('transports').notNull(),
    name: text().notNull(),
    createdAt: at('created_at').notNull(),
    lastUsedAt: at('last_used_at'),
    removedAt: at('removed_at'),
  },
  (table) => [
    check('passkeys_sign_count', sql`${table.signCount} >= 0`),
    index('passkeys_by_staff').on(table.staffId, table.createdAt, table.id),
  ],
)
export type Passkey = typeof passkeys.$inferSelect

export const challengePurposes = ['add', 'prove'] as const
export type ChallengePurpose = (typeof challengePurposes)[number]

/** What an authenticator is asked to sign: in one session, for one purpose, once. */
export const passkeyChallenges = sqliteTable(
  'passkey_challenges',
  {
    id: text().primaryKey(),
    sessionId: text('session_id').notNull(),
    purpose: text({ enum: challengePurposes }).notNull(),
    /** 256 random bits, base64url. */
    challenge: text().notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [
    check('passkey_challenges_purpose', sql`${table.purpose} in ('add','prove')`),
    index('passkey_challenges_by_end').on(table.expiresAt),
  ],
)
export type PasskeyChallenge = typeof passkeyChallenges.$inferSelect

/** An admin's one-time code for somebody else's first passkey. */
export const passkeyInvitations = sqliteTable(
  'passkey_invitations',
  {
    id: text().primaryKey(),
    staffId: text('staff_id').notNull(),
    /** SHA-256 of the code, hex. */
    codeHash: text('code_hash').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    /** When a newer code took its place. */
    replacedAt: at('replaced_at'),
  },
  (table) => [
    check('passkey_invitations_by_another', sql`${table.madeBy} <> ${table.staffId}`),
    uniqueIndex('passkey_invitations_one_open').on(table.staffId).where(sql`used_at is null and replaced_at is null`),
  ],
)
export type PasskeyInvitation = typeof passkeyInvitations.$inferSelect
