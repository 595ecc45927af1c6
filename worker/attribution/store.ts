import { desc, eq, sql } from 'drizzle-orm'
import { members, type PartnerStatus, partners } from '../../schema/people.ts'
import { type Attribution, attributions, type Touch, touches } from '../../schema/prospects.ts'
import { type AttributionModel, groups } from '../../schema/terms.ts'
import type { Db } from '../database.ts'

/** The decision in force: the newest of the prospect. Undefined: it is not bound. */
export async function findAttribution(db: Db, prospectId: string): Promise<Attribution | undefined> {
  const [row] = await db.select().from(attributions).where(eq(attributions.prospectId, prospectId)).orderBy(desc(attributions.n)).limit(1)
  return row
}

/** More touches than this on one prospect are flooding; the earliest decide. */
const maxTouches = 200

export const listTouchesOfProspect = (db: Db, prospectId: string): Promise<Touch[]> =>
  db.select().from(touches).where(eq(touches.prospectId, prospectId)).orderBy(touches.touchedAt, touches.id).limit(maxTouches)

/** Which of these sources are stored, for another prospect than this. */
export async function listSourcesOfOthers(db: Db, prospectId: string, sources: readonly string[]): Promise<Set<string>> {
  if (sources.length === 0) return new Set()
  const rows = await db
    .select({ source: touches.source })
    .from(touches)
    .where(sql`${touches.source} in (select value from json_each(${JSON.stringify(sources)})) and ${touches.prospectId} <> ${prospectId}`)
  return new Set(rows.map(({ source }) => source))
}

/** A statement for somebody's batch; the same evidence again breaks its unique source, and with it the batch. */
export const storeTouch = (db: Db, touch: Touch) => db.insert(touches).values(touch)
/** A statement for somebody's batch; two decisions at once break the unique number. */
export const storeAttribution = (db: Db, attribution: Attribution) => db.insert(attributions).values(attribution)

/** What deciding and holding need to know of a partner with a touch. */
export type PartnerSide = {
  id: string
  status: PartnerStatus
  domain: string | null
  prospectId: string | null
  windowDays: number
  model: AttributionModel
  memberEmails: string[]
}

export async function listPartnerSides(db: Db, partnerIds: readonly string[]): Promise<PartnerSide[]> {
  const ids = sql`(select value from json_each(${JSON.stringify(partnerIds)}))`
  const [sides, people] = await db.batch([
    db
      .select({
        id: partners.id,
        status: partners.status,
        domain: partners.domain,
        prospectId: partners.prospectId,
        windowDays: groups.windowDays,
        model: groups.model,
      })
      .from(partners)
      .innerJoin(groups, eq(groups.id, partners.groupId))
      .where(sql`${partners.id} in ${ids}`),
    db
      .select({ partnerId: members.partnerId, email: members.email })
      .from(members)
      .where(sql`${members.partnerId} in ${ids} and ${members.status} <> 'removed'`),
  ])
  return sides.map((side) => ({ ...side, memberEmails: people.filter((each) => each.partnerId === side.id).map(({ email }) => email) }))
}
