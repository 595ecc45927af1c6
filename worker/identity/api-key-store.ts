import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { type ApiKey, apiKeys } from '../../schema/api.ts'
import { partners } from '../../schema/people.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** A key that works; a partner's only while the partner may sign in. */
export async function findKey(db: Db, secretHash: string): Promise<ApiKey | undefined> {
  const [row] = await db
    .select({ key: apiKeys })
    .from(apiKeys)
    .leftJoin(partners, eq(partners.id, apiKeys.partnerId))
    .where(
      and(
        eq(apiKeys.secretHash, secretHash),
        isNull(apiKeys.revokedAt),
        sql`(${apiKeys.partnerId} is null or ${partners.status} not in ('refused', 'left'))`,
      ),
    )
  return row?.key
}

const usedEveryMs = 60_000

/** Once a minute is news enough. */
export async function noteUse(db: Db, key: ApiKey, at: Date): Promise<void> {
  if (key.lastUsedAt && at.getTime() - key.lastUsedAt.getTime() < usedEveryMs) return
  await db
    .update(apiKeys)
    .set({ lastUsedAt: at })
    .where(and(eq(apiKeys.id, key.id), isNull(apiKeys.revokedAt)))
}

export const insertKey = (db: Db, key: typeof apiKeys.$inferInsert) => db.insert(apiKeys).values(key)

/** A statement for a batch; `changedExactly` stands behind it. */
export const revokeKey = (db: Db, id: string, by: string, at: Date) =>
  db
    .update(apiKeys)
    .set({ revokedAt: at, revokedBy: by })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))

type KeyRow = Omit<ApiKey, 'secretHash'> & { partnerName: string | null; madeBy: string | null }

const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  partnerId: apiKeys.partnerId,
  scopes: apiKeys.scopes,
  hint: apiKeys.hint,
  createdBy: apiKeys.createdBy,
  createdAt: apiKeys.createdAt,
  lastUsedAt: apiKeys.lastUsedAt,
  revokedAt: apiKeys.revokedAt,
  revokedBy: apiKeys.revokedBy,
}
const withNames = (db: Db) =>
  db
    .select({
      ...shown,
      partnerName: partners.name,
      madeBy: sql<string | null>`(select s.name from staff s where s.id = ${apiKeys.createdBy})`,
    })
    .from(apiKeys)
    .leftJoin(partners, eq(partners.id, apiKeys.partnerId))

/** Newest first, one more than a page. */
export const listKeys = (db: Db, cursor: Cursor | undefined): Promise<KeyRow[]> =>
  withNames(db)
    .where(behind(cursor, apiKeys.createdAt, apiKeys.id))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(pageSize + 1)

/** @throws Refusal not_found */
export async function getKey(db: Db, id: string): Promise<KeyRow> {
  const [row] = await withNames(db).where(eq(apiKeys.id, id))
  if (!row) throw notFound()
  return row
}

/** Partners a key may be made for, by name. */
export const listPartnersForKeys = (db: Db): Promise<{ id: string; name: string }[]> =>
  db
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    // Without its `+` SQLite takes the index by status, and sorts everybody.
    .where(sql`+${partners.status} = 'active'`)
    .orderBy(sql`${partners.name} collate nocase`, partners.id)
    .limit(120)
