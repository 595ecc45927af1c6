import { aliasedTable, and, asc, desc, eq, gt, lte, or, type SQL, sql } from 'drizzle-orm'
import { staff, staffRoleGrants } from '../../schema/people.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import {
  activities,
  type ReferenceRequest,
  type RequestStatus,
  referenceRequests,
  requestCounts,
  requestOutcomes,
  requestSlots,
} from '../../schema/requests.ts'
import { behind, type Cursor } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { overdueMs, waitingStatuses } from './rules-request.ts'

const customers = aliasedTable(prospects, 'customer_names')
const guests = aliasedTable(contacts, 'guests')
const hosts = aliasedTable(contacts, 'hosts')

const columns = {
  request: referenceRequests,
  // Both are always there; an outer join keeps the order of the loops, and with it the index of the list.
  prospect: sql<string>`${prospects.company}`,
  prospectDomain: prospects.domain,
  guestName: sql<string>`${guests.name}`,
  guestEmail: guests.email,
  customer: customers.company,
  contactName: hosts.name,
  contactEmail: hosts.email,
  contactTitle: hosts.title,
}
/** A request with the names that staff read; what a prospect may read of it is decided elsewhere (`viewOfProspect`). */
export type RequestRow = ReferenceRequest & {
  prospect: string
  prospectDomain: string | null
  guestName: string
  guestEmail: string | null
  customer: string | null
  contactName: string | null
  contactEmail: string | null
  contactTitle: string | null
}

const requestRows = (db: Db) =>
  db
    .select(columns)
    .from(referenceRequests)
    .leftJoin(prospects, eq(prospects.id, referenceRequests.prospectId))
    .leftJoin(guests, eq(guests.id, referenceRequests.guestId))
    .leftJoin(customers, eq(customers.id, referenceRequests.customerId))
    .leftJoin(hosts, eq(hosts.id, referenceRequests.contactId))
    .$dynamic()

type Named = Omit<RequestRow, keyof ReferenceRequest>
const flat = ({ request, ...names }: { request: ReferenceRequest } & Named): RequestRow => ({ ...request, ...names })

/** @throws Refusal not_found */
export async function getRequest(db: Db, id: string): Promise<RequestRow> {
  const [row] = await requestRows(db).where(eq(referenceRequests.id, id))
  if (!row) throw notFound()
  return flat(row)
}

/** Newest first, one more than a page; those of one state by when they came to it. */
export async function listRequests(db: Db, status: RequestStatus | undefined, cursor: Cursor | undefined): Promise<RequestRow[]> {
  const at = status ? referenceRequests.sinceAt : referenceRequests.askedAt
  const rows = await requestRows(db)
    .where(and(status && eq(referenceRequests.status, status), behind(cursor, at, referenceRequests.id)))
    .orderBy(desc(at), desc(referenceRequests.id))
    .limit(deskPageSize + 1)
  return rows.map(flat)
}
/** A request is drawn from six tables. */
export const deskPageSize = 20

/** Those that somebody has kept waiting for 72 hours, the longest first. */
export async function listOverdue(db: Db, now: Date, limit: number): Promise<RequestRow[]> {
  const before = new Date(now.getTime() - overdueMs)
  const found = await Promise.all(waitingStatuses.map((status) => listStanding(db, status, before, undefined, limit)))
  return found
    .flat()
    .toSorted((one, other) => one.sinceAt.getTime() - other.sinceAt.getTime())
    .slice(0, limit)
}

export const listRequestsOfProspect = async (db: Db, prospectId: string): Promise<RequestRow[]> =>
  (
    await requestRows(db)
      .where(eq(referenceRequests.prospectId, prospectId))
      .orderBy(desc(referenceRequests.askedAt), desc(referenceRequests.id))
      .limit(20)
  ).map(flat)

/** What a customer was asked, newest first. */
export const listRequestsOfCustomer = async (db: Db, customerId: string): Promise<RequestRow[]> =>
  (
    await requestRows(db)
      .where(eq(referenceRequests.customerId, customerId))
      .orderBy(desc(referenceRequests.askedAt), desc(referenceRequests.id))
      .limit(20)
  ).map(flat)

/** How many requests stand where, as the triggers count. */
export const countRequests = (db: Db) => db.select().from(requestCounts)

export const listSlots = (db: Db, requestId: string) =>
  db.select().from(requestSlots).where(eq(requestSlots.requestId, requestId)).orderBy(requestSlots.n)

export const listOutcomes = (db: Db, requestId: string) =>
  db.select().from(requestOutcomes).where(eq(requestOutcomes.requestId, requestId)).orderBy(requestOutcomes.saidAt)

export async function findActivityOfRequest(db: Db, requestId: string) {
  const [row] = await db.select().from(activities).where(eq(activities.requestId, requestId))
  return row
}

/** Requests a cron looks at: in that state, come to it before a moment. */
export const listStanding = async (
  db: Db,
  status: RequestStatus,
  before: Date,
  also: SQL | undefined,
  limit: number,
): Promise<RequestRow[]> =>
  (
    await requestRows(db)
      .where(and(eq(referenceRequests.status, status), lte(referenceRequests.sinceAt, before), also))
      .orderBy(asc(referenceRequests.sinceAt), asc(referenceRequests.id))
      .limit(limit)
  ).map(flat)

/** Conditions for `listStanding`. */
export const notReminded = sql`${referenceRequests.remindedAt} is null`
export const slotBetween = (from: Date, until: Date) => and(gt(referenceRequests.slotAt, from), lte(referenceRequests.slotAt, until))
export const slotBefore = (at: Date) => lte(referenceRequests.slotAt, at)
export const remindedBeforeSlot = or(notReminded, sql`${referenceRequests.remindedAt} < ${referenceRequests.slotAt}`)
export const lastSlotBefore = (at: Date) =>
  sql`(select max(s.starts_at) from request_slots s where s.request_id = ${referenceRequests.id}) < cast(${at.getTime()} as integer)`

/** Salespeople who read what happens at the desk. */
export const listDeskMails = (db: Db) =>
  db
    .select({ id: staff.id, email: staff.email })
    .from(staffRoleGrants)
    .innerJoin(staff, eq(staff.id, staffRoleGrants.staffId))
    .where(and(eq(staffRoleGrants.role, 'sales'), eq(staff.active, true)))
    .orderBy(staff.id)
    .limit(20)

/** The oldest obligation of that activity which still has something due beyond what is planned, and whether one ended with its agreement. */
export async function findOpenObligation(
  db: Db,
  customerId: string,
  activity: string,
): Promise<{ id: string | undefined; agreementEnded: boolean }> {
  const rows = await db.all<{ id: string; open: number; signed: number }>(
    sql`select o.id, a.status = 'signed' as signed,
      o.due - (select count(*) from activities x where x.obligation_id = o.id and x.status = 'planned') as open
    from obligations o join agreements a on a.id = o.agreement_id
    where o.prospect_id = ${customerId} and o.activity = ${activity} order by o.due_on, o.id limit 20`,
  )
  return {
    id: rows.find(({ open, signed }) => signed === 1 && open > 0)?.id,
    agreementEnded: rows.length > 0 && rows.every(({ signed }) => signed === 0),
  }
}

/** What is left of an obligation after one more was delivered. */
export async function dueOf(db: Db, obligationId: string): Promise<number | undefined> {
  const [row] = await db.all<{ due: number }>(sql`select due from obligations where id = ${obligationId}`)
  return row?.due
}

/** Who of the prospect will talk, as the customer reads it. */
export async function findGuest(db: Db, contactId: string): Promise<{ name: string; title: string | null; email: string | null }> {
  const [row] = await db
    .select({ name: contacts.name, title: contacts.title, email: contacts.email })
    .from(contacts)
    .where(eq(contacts.id, contactId))
  return row ?? { name: 'Somebody', title: null, email: null }
}
