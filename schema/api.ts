import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

/** What a key may do (domain.md B5). None approves money. */
export const apiScopes = [
  'links:write',
  'prospects:read',
  'prospects:write',
  'introductions:write',
  'registrations:write',
  'deals:write',
  'commissions:read',
  'payouts:read',
  'runs:prepare',
  'references:read',
  'webhooks:write',
  'audit:read',
] as const
export type ApiScope = (typeof apiScopes)[number]

/** What is the company's own to do: a key of one partner never holds these. A trigger says so, too. */
export const companyScopes = ['prospects:write', 'deals:write', 'runs:prepare', 'references:read', 'audit:read'] as const

/** A key of the API. Its secret is shown once and kept as a hash; a revoked one stays, and works no more. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Whose rows it sees: one partner's, or with null the company's. */
    partnerId: text('partner_id'),
    scopes: json<ApiScope[]>('scopes').notNull(),
    /** SHA-256 of the secret, hex. */
    secretHash: text('secret_hash').notNull(),
    /** The secret's last four characters, to tell keys apart. */
    hint: text().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [
    check('api_keys_scopes', sql`json_valid(${table.scopes}) and json_array_length(${table.scopes}) between 1 and 12`),
    check('api_keys_secret', sql`length(${table.secretHash}) = 64 and length(${table.hint}) = 4`),
    check('api_keys_revoked', sql`(${table.revokedAt} is null) = (${table.revokedBy} is null)`),
    uniqueIndex('api_keys_secret_once').on(table.secretHash),
    index('api_keys_by_time').on(table.createdAt, table.id),
  ],
)
export type ApiKey = typeof apiKeys.$inferSelect

/**
 * A POST under its `Idempotency-Key`: begun, then answered in the batch of the act itself. Holds hashes and ids, nothing of a person's.
 */
export const apiRequests = sqliteTable(
  'api_requests',
  {
    apiKeyId: text('api_key_id').notNull(),
    /** SHA-256 of the `Idempotency-Key`, hex: callers put addresses into it. */
    keyHash: text('key_hash').notNull(),
    /** SHA-256 over key, method, path and body, hex. */
    requestHash: text('request_hash').notNull(),
    /** The try that may answer: a later one that takes over a try that died puts its own here. */
    tryId: text('try_id').notNull(),
    startedAt: at('started_at').notNull(),
    answeredAt: at('answered_at'),
    status: integer(),
    /** The body as it was answered. */
    answer: json<unknown>('answer'),
  },
  (table) => [
    primaryKey({ columns: [table.apiKeyId, table.keyHash] }),
    check(
      'api_requests_answered',
      sql`(${table.answeredAt} is null) = (${table.status} is null) and (${table.answeredAt} is null) = (${table.answer} is null)`,
    ),
    index('api_requests_by_time').on(table.startedAt),
  ],
)
export type ApiRequest = typeof apiRequests.$inferSelect
