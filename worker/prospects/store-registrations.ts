import { and, asc, desc, eq, inArray, not, type SQL, sql } from 'drizzle-orm'
import { partners, staff } from '../../schema/people.ts'
import {
  type Registration,
  type RegistrationDecision,
  type RegistrationExtension,
  type RegistrationPerson,
  type RegistrationStatus,
  registrationDecisions,
  registrationExtensions,
  registrationPeople,
  registrations,
} from '../../schema/registrations.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { hasRunOut, registrationAt, statusAt } from './store-protection.ts'

/** @throws Refusal not_found */
export async function getRegistration(db: Db, id: string, now: Date): Promise<Registration> {
  const [row] = await db.select(registrationAt(now)).from(registrations).where(eq(registrations.id, id))
  if (!row) throw notFound()
  return row
}

/** @throws Refusal not_found, also for another partner's */
export async function getRegistrationOfPartner(db: Db, partnerId: string, id: string, now: Date): Promise<Registration> {
  const row = await getRegistration(db, id, now)
  if (row.partnerId !== partnerId) throw notFound()
  return row
}

/** What belongs to a registration: its people, its decisions in order, and the extension that was asked for. */
export type RegistrationParts = {
  people: RegistrationPerson[]
  decisions: RegistrationDecision[]
  extension: RegistrationExtension | undefined
}

export async function findParts(db: Db, id: string): Promise<RegistrationParts> {
  const [people, decisions, [extension]] = await db.batch([
    db.select().from(registrationPeople).where(eq(registrationPeople.registrationId, id)).orderBy(registrationPeople.n),
    db.select().from(registrationDecisions).where(eq(registrationDecisions.registrationId, id)).orderBy(registrationDecisions.n),
    db.select().from(registrationExtensions).where(eq(registrationExtensions.registrationId, id)),
  ])
  return { people, decisions, extension }
}

/** The newest of this partner for this company, and which it may not send again before. */
export async function findLatestOfPartner(db: Db, partnerId: string, domain: string, now: Date): Promise<Registration | undefined> {
  const [row] = await db
    .select(registrationAt(now))
    .from(registrations)
    .where(and(eq(registrations.partnerId, partnerId), eq(registrations.domain, domain)))
    .orderBy(desc(registrations.submittedAt), desc(registrations.id))
    .limit(1)
  return row
}

/** The newest of this partner about a prospect that it is known to fit. */
export async function findLatestAbout(db: Db, partnerId: string, prospectId: string): Promise<{ id: string } | undefined> {
  const [row] = await db
    .select({ id: registrations.id })
    .from(registrations)
    .where(and(eq(registrations.prospectId, prospectId), eq(registrations.partnerId, partnerId)))
    .orderBy(desc(registrations.submittedAt), desc(registrations.id))
    .limit(1)
  return row
}

/** A partner's own, newest first, one more than a page. */
export const listRegistrationsOfPartner = (
  db: Db,
  partnerId: string,
  status: RegistrationStatus | undefined,
  cursor: Cursor | undefined,
  now: Date,
): Promise<Registration[]> =>
  db
    .select(registrationAt(now))
    .from(registrations)
    .where(
      and(
        eq(registrations.partnerId, partnerId),
        status && eq(statusAt(now), status),
        behind(cursor, registrations.submittedAt, registrations.id),
      ),
    )
    .orderBy(desc(registrations.submittedAt), desc(registrations.id))
    .limit(pageSize + 1)

export type DeskRow = Registration & { partnerName: string }
/** `waiting`: for an answer; `all`: every one. */
export type DeskFilter = 'waiting' | 'all' | 'accepted' | 'refused' | 'withdrawn' | 'ended'

const isWaitingRow = inArray(registrations.status, ['submitted', 'appealed'])
const isDueBehind = (cursor: Cursor | undefined): SQL | undefined =>
  cursor && sql`(${registrations.dueAt}, ${registrations.id}) > (cast(${cursor.at} as integer), ${cursor.id})`

/** What waits for an answer, the first due first; one more than a page. */
export const listWaiting = (db: Db, cursor: Cursor | undefined, now: Date, limit = pageSize + 1): Promise<DeskRow[]> =>
  deskRows(db, now, and(isWaitingRow, isDueBehind(cursor)), [asc(registrations.dueAt), asc(registrations.id)], limit)

/** The others, the newest first; one more than a page. */
export async function listSubmitted(
  db: Db,
  status: Exclude<DeskFilter, 'waiting'>,
  cursor: Cursor | undefined,
  now: Date,
  limit = pageSize + 1,
): Promise<DeskRow[]> {
  const listed = (where: SQL | undefined) =>
    deskRows(
      db,
      now,
      and(where, behind(cursor, registrations.submittedAt, registrations.id)),
      [desc(registrations.submittedAt), desc(registrations.id)],
      limit,
    )
  if (status === 'all') return listed(undefined)
  if (status === 'accepted') return listed(and(eq(registrations.status, status), not(hasRunOut(now))))
  const rows = await listed(eq(registrations.status, status))
  // Those that ran out since the last sweep are few, and each of the two is read through an index of its own.
  return status === 'ended' ? [...rows, ...(await listed(hasRunOut(now)))].toSorted(newestFirst).slice(0, limit) : rows
}

const newestFirst = (one: DeskRow, other: DeskRow): number =>
  other.submittedAt.getTime() - one.submittedAt.getTime() || (other.id < one.id ? -1 : 1)

const deskRows = (db: Db, now: Date, where: SQL | undefined, order: SQL[], limit: number): Promise<DeskRow[]> =>
  db
    .select({ registration: registrationAt(now), partnerName: partners.name })
    .from(registrations)
    .innerJoin(partners, eq(partners.id, registrations.partnerId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .then((rows) => rows.map(({ registration, partnerName }) => ({ ...registration, partnerName })))

/** Those with these ids, with their partners, in order of time. */
export const listRegistrationsById = (db: Db, ids: readonly string[], now: Date): Promise<DeskRow[]> =>
  deskRows(
    db,
    now,
    sql`${registrations.id} in (select value from json_each(${JSON.stringify(ids)}))`,
    [asc(registrations.submittedAt), asc(registrations.id)],
    100,
  )

/** All that was ever sent for a company, by its domain or prospect, in order of time. */
export async function listIdsOfCompany(db: Db, domain: string, prospectIds: readonly string[]): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select id from registrations where domain = ${domain} and erased_at is null
    union select id from registrations where prospect_id in (select value from json_each(${JSON.stringify(prospectIds)})) limit 100`)
  return rows.map(({ id }) => id)
}

type ExtensionRow = { id: string; company: string; partnerName: string; dueAt: Date; protectedUntil: Date | null }

/** Extensions that wait for an answer, the first due first. */
export const listOpenExtensions = (db: Db): Promise<ExtensionRow[]> =>
  db
    .select({
      id: registrations.id,
      company: registrations.company,
      partnerName: partners.name,
      dueAt: registrationExtensions.dueAt,
      protectedUntil: registrations.protectedUntil,
    })
    .from(registrationExtensions)
    .innerJoin(registrations, eq(registrations.id, registrationExtensions.registrationId))
    .innerJoin(partners, eq(partners.id, registrations.partnerId))
    .where(eq(registrationExtensions.status, 'open'))
    .orderBy(registrationExtensions.dueAt, registrationExtensions.registrationId)
    .limit(pageSize)

/** Accepted registrations of other partners for the same company. */
export const listRivals = (
  db: Db,
  { id, domain }: Pick<Registration, 'id' | 'domain'>,
  prospectId: string | null,
): Promise<Registration[]> =>
  db
    .select()
    .from(registrations)
    .where(
      sql`${registrations.id} in (select id from registrations where domain = ${domain} and status = 'accepted' and erased_at is null
        union select id from registrations where prospect_id = ${prospectId ?? ''} and status = 'accepted' and erased_at is null) and ${registrations.id} <> ${id}`,
    )
    .limit(10)

/** The people of each of these, in the order in which they were named. */
export const listPeopleOf = (db: Db, ids: readonly string[]): Promise<RegistrationPerson[]> =>
  db
    .select()
    .from(registrationPeople)
    .where(sql`${registrationPeople.registrationId} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(registrationPeople.registrationId, registrationPeople.n)
    .limit(400)

export type NamedDecision = RegistrationDecision & { by: string }

/** What was answered to each of these, and by whom, in order of time. */
export const listDecisionsOf = (db: Db, ids: readonly string[]): Promise<NamedDecision[]> =>
  db
    .select({ decision: registrationDecisions, by: staff.name })
    .from(registrationDecisions)
    .innerJoin(staff, eq(staff.id, registrationDecisions.decidedBy))
    .where(sql`${registrationDecisions.registrationId} in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy(registrationDecisions.decidedAt, registrationDecisions.registrationId, registrationDecisions.n)
    .limit(200)
    .then((rows) => rows.map(({ decision, by }) => ({ ...decision, by })))
