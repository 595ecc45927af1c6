import { and, desc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { ActivityKind } from '../../schema/agreements.ts'
import type { CompanySize } from '../../schema/customers.ts'
import { type ContactSide, contacts } from '../../schema/prospects.ts'
import {
  type Industry,
  type Readiness,
  type ReferenceProfile,
  readiness,
  referenceCaps,
  referenceProfiles,
  referenceRivals,
} from '../../schema/references.ts'
import { activities } from '../../schema/requests.ts'
import { hasOutreachEnded } from '../agreements/outreach.ts'
import type { Cursor } from '../cursor.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import { dayMs } from './rules-caps.ts'

/** So few a page, since each customer is looked at from a dozen sides (300 rows a screenful). */
export const poolPageSize = 9

export type PoolFilter = {
  industry?: Industry | undefined
  size?: CompanySize | undefined
  usedFor?: string | undefined
  side?: ContactSide | undefined
  activity?: ActivityKind | undefined
}
/** Who asks, as far as it decides who may be asked. Absent for a look at the pool itself. */
export type Asker = { prospectId: string; domain: string | null; company: string }

/** A customer of the pool with all that decides whether it may be asked. Staff's eyes only: it holds the name. */
export type PoolRow = Pick<ReferenceProfile, 'customerId' | 'industry' | 'size' | 'usedFor' | 'addedAt'> & {
  company: string
  restUntil: number | null
  standing: string | null
  referencePolicy: string | null
  trainedOn: string | null
  lastCheckinOn: string | null
  openIssues: number | null
  hasOpenGrievance: number
  hasMissedCriterion: number
  hasOutreachEnded: number
  namedAsRival: number
  companyTakesCalls: number
}

const profile = sql.raw('p.customer_id')

/** A customer's own permission of calls, by the company or by one of its people, that is in force on that day. */
export const takesCalls = (today: string, scope: 'organisation' | 'individual', whose: SQL): SQL =>
  sql`exists (select 1 from grants g where g.prospect_id = ${profile} and g.status = 'given' and g.kind = 'calls' and g.scope = ${scope}
    and g.starts_on <= ${today} and g.ends_on >= ${today} and ${whose})`

const openGrievance = sql`exists (select 1 from grievances g where g.prospect_id = ${profile} and g.status <> 'settled')`
const missedCriterion = sql`exists (select 1 from engagements e join criteria k on k.engagement_id = e.id where e.prospect_id = ${profile} and k.status = 'missed')`
const rivalOf = (asker: Asker | undefined): SQL =>
  asker
    ? sql`exists (select 1 from reference_rivals rv where rv.customer_id = ${profile} and (rv.domain = ${asker.domain ?? ''} or lower(rv.name) = ${asker.company.toLowerCase()}))`
    : sql`0`

/** A condition: nothing that SQL can see speaks against this customer. Caps and rest are the triggers' (CAP1). */
export const isFine = (asker: Asker | undefined, at: Date): SQL => {
  const today = dayOf(at)
  return sql`not ${openGrievance} and not ${missedCriterion} and not ${hasOutreachEnded(profile, at)} and not ${rivalOf(asker)}
    and exists (select 1 from customers c where c.prospect_id = ${profile} and c.standing <> 'lapsed'
      and (c.reference_policy <> 'forbidden' or ${takesCalls(today, 'individual', sql`1`)}))
    and exists (select 1 from readiness r where r.customer_id = ${profile} and r.trained_on is not null and r.open_issues = 0
      and r.last_checkin_on >= ${dayOf(new Date(at.getTime() - 90 * dayMs))})
    and (${takesCalls(today, 'organisation', sql`1`)} or ${takesCalls(today, 'individual', sql`1`)})`
}

/** For the batch that asks a customer: it still may be asked at this moment (REQ1). */
export const mayBeAsked = (customerId: string, contactId: string, asker: Asker, at: Date): SQL =>
  sql`exists (select 1 from reference_profiles p where p.customer_id = ${customerId} and ${isFine(asker, at)}
    and (${takesCalls(dayOf(at), 'individual', sql`g.contact_id = ${contactId}`)} or (${takesCalls(dayOf(at), 'organisation', sql`1`)}
      and not exists (select 1 from customers c where c.prospect_id = ${customerId} and c.reference_policy = 'forbidden'))))`

/** Customers of the pool, newest first, one more than a page; `onlyFine` leaves out whom nobody may ask. */
export function listPool(
  db: Db,
  filter: PoolFilter,
  look: { at: Date; asker?: Asker | undefined; cursor?: Cursor | undefined; onlyFine?: boolean; customerId?: string | undefined },
): Promise<PoolRow[]> {
  const { at, asker, cursor } = look
  const conditions = [
    sql`p.customer_id <> ${asker?.prospectId ?? ''}`,
    look.customerId && sql`p.customer_id = ${look.customerId}`,
    filter.industry && sql`p.industry = ${filter.industry}`,
    filter.size && sql`p.size = ${filter.size}`,
    filter.usedFor && sql`p.used_for = ${filter.usedFor}`,
    filter.side &&
      sql`exists (select 1 from contacts ct where ct.prospect_id = ${profile} and ct.side = ${filter.side} and ct.email is not null)`,
    filter.activity && does(filter.activity, dayOf(at)),
    look.onlyFine && isFine(asker, at),
    look.onlyFine && sql`coalesce(p.rest_until, 0) <= cast(${at.getTime()} as integer)`,
    cursor && sql`(p.added_at, p.customer_id) < (cast(${cursor.at} as integer), ${cursor.id})`,
  ].filter((each): each is SQL => each !== undefined && each !== false && each !== '')
  return db
    .all<Omit<PoolRow, 'addedAt'> & { addedAt: number }>(
      sql`select p.customer_id as customerId, p.industry, p.size, p.used_for as usedFor, p.added_at as addedAt, p.rest_until as restUntil,
        pr.company, c.standing, c.reference_policy as referencePolicy, r.trained_on as trainedOn, r.last_checkin_on as lastCheckinOn,
        r.open_issues as openIssues, ${openGrievance} as hasOpenGrievance, ${missedCriterion} as hasMissedCriterion, ${hasOutreachEnded(profile, at)} as hasOutreachEnded,
        ${rivalOf(asker)} as namedAsRival, ${takesCalls(dayOf(at), 'organisation', sql`1`)} as companyTakesCalls
      from reference_profiles p left join prospects pr on pr.id = p.customer_id
      left join customers c on c.prospect_id = p.customer_id left join readiness r on r.customer_id = p.customer_id
      where ${sql.join(conditions, sql` and `)}
      order by p.added_at desc, p.customer_id desc limit ${poolPageSize + 1}`,
    )
    .then((rows) => rows.map((row) => ({ ...row, addedAt: new Date(row.addedAt) })))
}

/** Calls and visits by permission; everything else where it is still owed. */
const does = (activity: ActivityKind, today: string): SQL =>
  activity === 'prospect_call' || activity === 'analyst_call'
    ? sql`(${takesCalls(today, 'organisation', sql`1`)} or ${takesCalls(today, 'individual', sql`1`)})`
    : sql`exists (select 1 from obligations o where o.prospect_id = ${profile} and o.activity = ${activity} and o.due > 0)`

/** A person of a customer who can be written to. */
export type Person = {
  contactId: string
  customerId: string
  name: string
  title: string | null
  side: ContactSide | null
  takesCalls: boolean
}

export async function listPersons(db: Db, customerIds: readonly string[], at: Date): Promise<Person[]> {
  const today = dayOf(at)
  const rows = await db.all<Omit<Person, 'takesCalls'> & { takesCalls: number }>(
    sql`select ct.id as contactId, ct.prospect_id as customerId, ct.name, ct.title, ct.side,
      exists (select 1 from grants g where g.prospect_id = ct.prospect_id and g.status = 'given' and g.kind = 'calls' and g.contact_id = ct.id
        and g.starts_on <= ${today} and g.ends_on >= ${today}) as takesCalls
    from json_each(${JSON.stringify(customerIds)}) asked join contacts ct on ct.prospect_id = asked.value
    where ct.email is not null order by ct.created_at, ct.id limit 60`,
  )
  return rows.map((row) => ({ ...row, takesCalls: row.takesCalls === 1 }))
}

/** The caps in force for these customers and people, the defaults among them. */
export const listCaps = (db: Db, subjects: readonly string[]) =>
  db
    .select()
    .from(referenceCaps)
    .where(
      and(
        isNull(referenceCaps.endedAt),
        or(
          and(eq(referenceCaps.scope, 'default'), eq(referenceCaps.subject, '')),
          and(eq(referenceCaps.scope, 'customer'), inArray(referenceCaps.subject, [...subjects])),
          and(eq(referenceCaps.scope, 'contact'), inArray(referenceCaps.subject, [...subjects])),
        ),
      ),
    )
    .limit(100)

/** The longest cap anybody may set reaches so far back. */
const farthestDays = 3650

/** What takes a place under the caps of these customers. */
export const listPlaces = (db: Db, customerIds: readonly string[], at: Date) =>
  db
    .select({
      customerId: activities.customerId,
      contactId: activities.contactId,
      capGroup: activities.capGroup,
      fromAt: activities.fromAt,
      untilAt: activities.untilAt,
    })
    .from(activities)
    .where(
      and(
        inArray(activities.customerId, [...customerIds]),
        eq(activities.counts, true),
        gt(activities.untilAt, new Date(at.getTime() - farthestDays * dayMs)),
      ),
    )
    .limit(200)

export async function findProfile(db: Db, customerId: string): Promise<(ReferenceProfile & { readiness: Readiness | null }) | undefined> {
  const [row] = await db
    .select({ profile: referenceProfiles, readiness })
    .from(referenceProfiles)
    .leftJoin(readiness, eq(readiness.customerId, referenceProfiles.customerId))
    .where(eq(referenceProfiles.customerId, customerId))
  return row && { ...row.profile, readiness: row.readiness }
}

export const listRivals = (db: Db, customerId: string) =>
  db.select().from(referenceRivals).where(eq(referenceRivals.customerId, customerId)).orderBy(referenceRivals.name).limit(50)

/** What a customer did and will do for us, newest first. */
export const listActivities = (db: Db, customerId: string, limit = 30) =>
  db
    .select({ activity: activities, contactName: contacts.name })
    .from(activities)
    .leftJoin(contacts, eq(contacts.id, activities.contactId))
    .where(eq(activities.customerId, customerId))
    .orderBy(desc(activities.fromAt), desc(activities.id))
    .limit(limit)

export async function isCustomer(db: Db, id: string): Promise<boolean> {
  const rows = await db.all(sql`select 1 from customers where prospect_id = ${id}`)
  return rows.length > 0
}

/** The newest customers that are not in the pool yet; any other is put into it from its own page, by its id. */
export const listOutsidePool = (db: Db, id: string | undefined): Promise<{ id: string; company: string }[]> =>
  db.all(sql`select p.id, p.company from (select prospect_id from customers where ${id ? sql`prospect_id = ${id}` : sql`1`}
      order by customer_since desc, prospect_id desc limit 20) c left join prospects p on p.id = c.prospect_id
    where not exists (select 1 from reference_profiles r where r.customer_id = c.prospect_id)`)
