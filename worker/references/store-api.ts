import { eq, sql } from 'drizzle-orm'
import { type ReferenceProfile, referenceProfiles } from '../../schema/references.ts'
import { type ReferenceRequest, referenceRequests } from '../../schema/requests.ts'
import type { Db } from '../database.ts'
import { type ListedWhere, orderOf, type Place, spanOf } from '../prospects/store-listed.ts'
import { isFine } from './store-pool.ts'

export type Where = Omit<ListedWhere, 'stage'>
export type PoolEntry = { profile: ReferenceProfile; ready: boolean }

/** The pool; `ready`: nothing but caps and a rest keeps it from being asked (REQ1). */
export const listPoolFrom = (db: Db, where: Where, at: Date): Promise<PoolEntry[]> => {
  const fine = sql<boolean>`exists (select 1 from reference_profiles p where p.customer_id = reference_profiles.customer_id
    and ${isFine(undefined, at)})`.mapWith(Boolean)
  return db
    .select({ profile: referenceProfiles, ready: fine })
    .from(referenceProfiles)
    .where(spanOf(where, referenceProfiles.addedAt, referenceProfiles.customerId))
    .orderBy(...orderOf(where, referenceProfiles.addedAt, referenceProfiles.customerId))
    .limit(where.limit)
}

export const listRequestsFrom = (db: Db, where: Where): Promise<ReferenceRequest[]> =>
  db
    .select()
    .from(referenceRequests)
    .where(spanOf(where, referenceRequests.askedAt, referenceRequests.id))
    .orderBy(...orderOf(where, referenceRequests.askedAt, referenceRequests.id))
    .limit(where.limit)

export async function findPoolPlace(db: Db, id: string): Promise<Place | undefined> {
  const { addedAt: at, customerId: own } = referenceProfiles
  const [row] = await db.select({ at, id: own }).from(referenceProfiles).where(eq(own, id))
  return row
}

export async function findRequestPlace(db: Db, id: string): Promise<Place | undefined> {
  const { askedAt: at, id: own } = referenceRequests
  const [row] = await db.select({ at, id: own }).from(referenceRequests).where(eq(own, id))
  return row
}
