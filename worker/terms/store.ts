import { and, asc, desc, eq, lte, type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { partners } from '../../schema/people.ts'
import { type Group, groupMinimums, groups, type TermsVersion, termsVersions } from '../../schema/terms.ts'
import { actOnce } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import { notFound, Refusal } from '../errors.ts'

/** The version of the partner's group that a deal opened at this moment would freeze: the newest in force. */
export async function termsOfPartner(db: Db, partnerId: string, at: Date): Promise<TermsVersion | undefined> {
  const [row] = await db
    .select({ version: termsVersions })
    .from(partners)
    .innerJoin(termsVersions, eq(termsVersions.groupId, partners.groupId))
    .where(and(eq(partners.id, partnerId), lte(termsVersions.effectiveAt, at)))
    .orderBy(desc(termsVersions.effectiveAt), desc(termsVersions.version))
    .limit(1)
  return row?.version
}

/** For a guard: the id of that version, asked inside a batch. */
export const termsInForce = (partnerId: string, at: Date): SQL =>
  sql`(select v.id from terms_versions v join partners p on p.group_id = v.group_id
    where p.id = ${partnerId} and v.effective_at <= cast(${at.getTime()} as integer) order by v.effective_at desc, v.version desc limit 1)`

/** @throws Refusal not_found */
export async function groupOfPartner(db: Db, partnerId: string): Promise<Group> {
  const [row] = await db
    .select({ group: groups })
    .from(partners)
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .where(eq(partners.id, partnerId))
  if (!row) throw notFound()
  return row.group
}

/** @throws Refusal not_found */
export async function getGroup(db: Db, id: string): Promise<Group> {
  const [group] = await db.select().from(groups).where(eq(groups.id, id))
  if (!group) throw notFound()
  return group
}

export async function getTermsVersion(db: Db, id: string): Promise<TermsVersion> {
  const [version] = await db.select().from(termsVersions).where(eq(termsVersions.id, id))
  if (!version) throw notFound()
  return version
}

type GroupRow = Pick<Group, 'id' | 'name' | 'windowDays' | 'model' | 'createdAt'> & {
  partners: number
  newestVersion: number | null
}

/** Every group by name, with how many partners it has. Groups are few; the limit is there for the worst case. */
export const listGroups = (db: Db): Promise<GroupRow[]> =>
  db
    .select({
      id: groups.id,
      name: groups.name,
      windowDays: groups.windowDays,
      model: groups.model,
      createdAt: groups.createdAt,
      partners: groups.partners,
      newestVersion: sql<number | null>`(select max(v.version) from terms_versions v where v.group_id = groups.id)`,
    })
    .from(groups)
    .orderBy(asc(groups.name), asc(groups.id))
    .limit(100)

/** A group's versions, the newest first. */
export const listVersions = (db: Db, groupId: string): Promise<TermsVersion[]> =>
  db.select().from(termsVersions).where(eq(termsVersions.groupId, groupId)).orderBy(desc(termsVersions.version)).limit(100)

export type Minimum = { currency: Currency; minimumPayoutMinor: number }

export const listMinimums = (db: Db, groupId: string): Promise<Minimum[]> =>
  db
    .select({ currency: groupMinimums.currency, minimumPayoutMinor: groupMinimums.minimumPayoutMinor })
    .from(groupMinimums)
    .where(eq(groupMinimums.groupId, groupId))
    .orderBy(asc(groupMinimums.currency))
    .limit(100)

export type NewGroup = Pick<Group, 'id' | 'name' | 'windowDays' | 'model'> & {
  minimums: Minimum[]
  first: Pick<TermsVersion, 'id' | 'holdDays' | 'rates'>
}

/** A group is born with its first version, so that its partners have terms at any time. */
export async function insertGroup(db: Db, group: NewGroup, actor: string, at: Date, act?: string): Promise<void> {
  const { minimums, first, ...row } = group
  await db.batch([
    db.insert(groups).values({ ...row, createdAt: at }),
    ...(act ? [actOnce(db, act, row.id, at)] : []),
    insertMinimums(db, row.id, minimums),
    db.insert(termsVersions).values({ ...first, groupId: row.id, version: 1, effectiveAt: at, createdBy: actor, createdAt: at }),
    trail(db, {
      at,
      actor,
      act: 'group.created',
      subject: row.id,
      detail: { name: row.name, windowDays: row.windowDays, model: row.model },
    }),
  ])
}

/** Window, model and minimums: what a group sets for all its partners from now on. */
export async function updateGroup(
  db: Db,
  group: Pick<Group, 'id' | 'windowDays' | 'model'> & { minimums: Minimum[] },
  actor: string,
  at: Date,
) {
  const { id, windowDays, model, minimums } = group
  const isOther = sql`(${groups.windowDays} <> ${windowDays} or ${groups.model} <> ${model})`
  await db.batch([
    db
      .update(groups)
      .set({
        windowDays,
        model,
        rulesVersion: sql`${groups.rulesVersion} + ${isOther}`,
        rulesSince: sql`iif(${isOther}, ${at.getTime()}, ${groups.rulesSince})`,
      })
      .where(eq(groups.id, id)),
    db.delete(groupMinimums).where(eq(groupMinimums.groupId, id)),
    insertMinimums(db, id, minimums),
    trail(db, { at, actor, act: 'group.changed', subject: id, detail: { windowDays, model, minimums } }),
  ])
}

const insertMinimums = (db: Db, groupId: string, minimums: Minimum[]) =>
  db
    .insert(groupMinimums)
    .select(
      sql`select ${groupId}, value ->> 'currency', cast(value ->> 'minimumPayoutMinor' as integer) from json_each(${JSON.stringify(minimums)})`,
    )

/**
 * Puts a new version in force; the ones before stay as they are, and so does every deal under them.
 *
 * @throws Refusal stale when somebody else made a version of this number meanwhile
 */
export async function insertVersion(db: Db, version: Omit<TermsVersion, 'createdAt'>, at: Date): Promise<void> {
  const { groupId, holdDays, rates, createdBy } = version
  try {
    await db.batch([
      db.insert(termsVersions).values({ ...version, createdAt: at }),
      trail(db, { at, actor: createdBy, act: 'terms.published', subject: groupId, detail: { version: version.version, holdDays, rates } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal(
      'stale',
      `Somebody else made version ${version.version} of these terms meanwhile. Look at it first, then make yours again.`,
    )
  }
}
