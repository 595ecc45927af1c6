import { eq, inArray, sql } from 'drizzle-orm'
import { type Activity, activities, type Perk, perks } from '../../schema/requests.ts'
import type { Db } from '../database.ts'

export async function findActivity(db: Db, id: string): Promise<Activity | undefined> {
  const [row] = await db.select().from(activities).where(eq(activities.id, id))
  return row
}

export async function findPerk(db: Db, id: string): Promise<(Perk & { customerId: string }) | undefined> {
  const [row] = await db
    .select({ perk: perks, customerId: activities.customerId })
    .from(perks)
    .innerJoin(activities, eq(activities.id, perks.activityId))
    .where(eq(perks.id, id))
  return row && { ...row.perk, customerId: row.customerId }
}

export const listPerks = (db: Db, activityIds: readonly string[]): Promise<Perk[]> =>
  db
    .select()
    .from(perks)
    .where(inArray(perks.activityId, [...activityIds]))
    .orderBy(perks.createdAt, perks.id)
    .limit(50)

/** As the customer told it; `unknown` until then. */
export async function giftPolicyOf(db: Db, customerId: string): Promise<string | undefined> {
  const [row] = await db.all<{ policy: string }>(sql`select gift_policy as policy from customers where prospect_id = ${customerId}`)
  return row?.policy
}
