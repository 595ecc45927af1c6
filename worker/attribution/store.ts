import { desc, eq, sql } from 'drizzle-orm'
import { type RefusedEvidence, refusedEvidence, touchRules } from '../../schema/claims.ts'
import { members, type PartnerStatus, partners } from '../../schema/people.ts'
import { type Attribution, attributions, type Touch, touches } from '../../schema/prospects.ts'
import { type AttributionModel, groupRules, groups } from '../../schema/terms.ts'
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

/** Which of these sources are stored, and for which prospect. */
export async function listHoldersOfSources(db: Db, sources: readonly string[]): Promise<Map<string, string>> {
  if (sources.length === 0) return new Map()
  const rows = await db
    .select({ source: touches.source, prospectId: touches.prospectId })
    .from(touches)
    .where(sql`${touches.source} in (select value from json_each(${JSON.stringify(sources)}))`)
  return new Map(rows.map(({ source, prospectId }) => [source, prospectId]))
}

/** A statement for somebody's batch; the same evidence again breaks its unique source, and with it the batch. */
export const storeTouch = (db: Db, touch: Touch) => db.insert(touches).values(touch)
/** A statement for somebody's batch: under which version of the partner's rules the touch counts; the one in force unless a click was signed under another. */
export const storeTouchRules = (db: Db, { id, partnerId }: Pick<Touch, 'id' | 'partnerId'>, signed?: number) =>
  db.insert(touchRules).select(
    sql`select ${id}, g.id, cast(coalesce(${signed ?? null}, g.rules_version) as integer) from partners p join groups g on g.id = p.group_id
      where p.id = ${partnerId}`,
  )

/** The version of its group's rules that a touch counts under; of one that was stored without, the version of its day. */
export type RulesOfTouch = { touchId: string; version: number; windowDays: number; model: AttributionModel }

export const listRulesOfTouches = (db: Db, prospectId: string): Promise<RulesOfTouch[]> =>
  db
    .select({ touchId: touches.id, version: groupRules.version, windowDays: groupRules.windowDays, model: groupRules.model })
    .from(touches)
    .innerJoin(partners, eq(partners.id, touches.partnerId))
    .leftJoin(touchRules, eq(touchRules.touchId, touches.id))
    .innerJoin(
      groupRules,
      sql`${groupRules.groupId} = coalesce(${touchRules.groupId}, ${partners.groupId}) and ${groupRules.version} = coalesce(${touchRules.rulesVersion},
        (select max(r.version) from group_rules r where r.group_id = ${partners.groupId} and r.since <= ${touches.createdAt}))`,
    )
    .where(eq(touches.prospectId, prospectId))
    .orderBy(touches.touchedAt, touches.id)
    .limit(maxTouches)

/** Every decision about a prospect, the newest first. */
export const listAttributions = (db: Db, prospectId: string): Promise<Attribution[]> =>
  db.select().from(attributions).where(eq(attributions.prospectId, prospectId)).orderBy(desc(attributions.n)).limit(20)

/** What was presented as a click id and proves nothing. */
export const listRefusedEvidence = (db: Db, prospectId: string): Promise<RefusedEvidence[]> =>
  db
    .select()
    .from(refusedEvidence)
    .where(eq(refusedEvidence.prospectId, prospectId))
    .orderBy(refusedEvidence.presentedAt, refusedEvidence.digest)
    .limit(20)

/** A statement for somebody's batch: once each, and no more than twenty a prospect (by trigger). */
export const storeRefusedEvidence = (db: Db, row: RefusedEvidence) => db.insert(refusedEvidence).values(row)

/** A statement for somebody's batch; two decisions at once break the unique number. */
export const storeAttribution = (db: Db, attribution: Attribution) => db.insert(attributions).values(attribution)

/** What deciding and holding need to know of a partner with a touch. */
type PartnerSide = {
  id: string
  status: PartnerStatus
  domain: string | null
  prospectId: string | null
  groupId: string
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
        groupId: partners.groupId,
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

/** Another isolate may sign with the rules of a minute ago, and its clock may differ. */
const skewMs = 120_000

/**
 * The windows of these groups: a click counts under the version that it was signed with. Undefined where that was not in force when it was
 * clicked: its partner was in another group then.
 */
export async function listWindows(
  db: Db,
  groupIds: readonly string[],
): Promise<(groupId: string, version: number, clickedAt: Date) => number | undefined> {
  const rows = await db
    .select({ groupId: groupRules.groupId, version: groupRules.version, windowDays: groupRules.windowDays, since: groupRules.since })
    .from(groupRules)
    .where(sql`${groupRules.groupId} in (select value from json_each(${JSON.stringify(groupIds)}))`)
    .limit(1_000)
  const rules = new Map(rows.map((row) => [`${row.groupId}/${row.version}`, row]))
  return (groupId, version, clickedAt) => {
    const signed = rules.get(`${groupId}/${version}`)
    const next = rules.get(`${groupId}/${version + 1}`)
    const hadBegun = signed && signed.since.getTime() <= clickedAt.getTime() + skewMs
    const wasOver = next && next.since.getTime() < clickedAt.getTime() - skewMs
    return hadBegun && !wasOver ? signed.windowDays : undefined
  }
}
