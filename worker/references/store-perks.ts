import { eq, inArray } from 'drizzle-orm'
import { customers, type GiftPolicy } from '../../schema/customers.ts'
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
export async function giftPolicyOf(db: Db, customerId: string): Promise<GiftPolicy | undefined> {
  const [row] = await db.select({ policy: customers.giftPolicy }).from(customers).where(eq(customers.prospectId, customerId))
  return row?.policy
}
