import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { customers, type Goodwill, goodwill, type Motion } from '../../schema/customers.ts'
import {
  type Criterion,
  criteria,
  type Engagement,
  type EngagementStatus,
  engagements,
  type WarrantyOffer,
  warrantyOffers,
} from '../../schema/engagements.ts'
import { type KickoffAsk, kickoffAsks } from '../../schema/invitations.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** @throws Refusal not_found */
export async function getEngagement(db: Db, id: string): Promise<Engagement & { company: string; motion: Motion | null }> {
  const [row] = await db
    .select({ engagement: engagements, company: prospects.company, motion: customers.motion })
    .from(engagements)
    .innerJoin(prospects, eq(prospects.id, engagements.prospectId))
    .innerJoin(customers, eq(customers.prospectId, engagements.prospectId))
    .where(eq(engagements.id, id))
  if (!row) throw notFound()
  return { ...row.engagement, company: row.company, motion: row.motion }
}

export const listCriteria = (db: Db, engagementId: string): Promise<Criterion[]> =>
  db.select().from(criteria).where(eq(criteria.engagementId, engagementId)).orderBy(asc(criteria.createdAt), asc(criteria.id)).limit(50)

/** @throws Refusal not_found, for another engagement's as well */
export async function getCriterion(db: Db, engagementId: string, id: string): Promise<Criterion> {
  const [row] = await db
    .select()
    .from(criteria)
    .where(and(eq(criteria.id, id), eq(criteria.engagementId, engagementId)))
  if (!row) throw notFound()
  return row
}

/** A criterion of one customer, in whichever engagement. @throws Refusal not_found, for another customer's as well */
export async function getCriterionOfCustomer(db: Db, prospectId: string, id: string): Promise<Criterion> {
  const [row] = await db
    .select({ criterion: criteria })
    .from(criteria)
    .innerJoin(engagements, eq(engagements.id, criteria.engagementId))
    .where(and(eq(criteria.id, id), eq(engagements.prospectId, prospectId)))
  if (!row) throw notFound()
  return row.criterion
}

export const listOffers = (db: Db, engagementId: string): Promise<WarrantyOffer[]> =>
  db.select().from(warrantyOffers).where(eq(warrantyOffers.engagementId, engagementId)).orderBy(desc(warrantyOffers.moment)).limit(2)

type KickoffAskRow = KickoffAsk & { contact: string }

export const listKickoffAsks = (db: Db, engagementId: string): Promise<KickoffAskRow[]> =>
  db
    .select({ ask: kickoffAsks, contact: contacts.name })
    .from(kickoffAsks)
    .innerJoin(contacts, eq(contacts.id, kickoffAsks.contactId))
    .where(eq(kickoffAsks.engagementId, engagementId))
    .orderBy(asc(kickoffAsks.createdAt), asc(kickoffAsks.id))
    .limit(50)
    .then((rows) => rows.map(({ ask, contact }) => ({ ...ask, contact })))

/** For staff alone (GOO1). The newest first. */
export const listGoodwill = (db: Db, prospectId: string, engagementId: string): Promise<Goodwill[]> =>
  db
    .select()
    .from(goodwill)
    .where(and(eq(goodwill.prospectId, prospectId), eq(goodwill.engagementId, engagementId)))
    .orderBy(desc(goodwill.happenedOn), desc(goodwill.id))
    .limit(50)

export async function hasOpenGrievance(db: Db, prospectId: string): Promise<boolean> {
  const rows = await db.all(sql`select 1 from grievances where prospect_id = ${prospectId} and status <> 'settled' limit 1`)
  return rows.length > 0
}

type EngagementFilter = { status?: EngagementStatus | undefined; isOverdue?: boolean; prospectId?: string | undefined }
/** How far its criteria are. */
export type Told = { open: number; met: number; missed: number; overdue: number }
type EngagementRow = Engagement & { company: string; told: Told }

/** Newest first, one more than a page. */
export async function listEngagements(
  db: Db,
  { status, isOverdue, prospectId }: EngagementFilter,
  today: string,
  cursor?: Cursor,
  limit = pageSize + 1,
): Promise<EngagementRow[]> {
  const rows = await db
    .select({ engagement: engagements, company: prospects.company })
    .from(engagements)
    .innerJoin(prospects, eq(prospects.id, engagements.prospectId))
    .where(
      and(
        status && eq(engagements.status, status),
        prospectId ? eq(engagements.prospectId, prospectId) : undefined,
        isOverdue ? sql`${engagements.id} in (${overdueIn(today)})` : undefined,
        behind(cursor, engagements.createdAt, engagements.id),
      ),
    )
    .orderBy(desc(engagements.createdAt), desc(engagements.id))
    .limit(limit)
  const told = await toldOf(
    db,
    rows.map(({ engagement }) => engagement.id),
    today,
  )
  return rows.map(({ engagement, company }) => ({ ...engagement, company, told: told.get(engagement.id) ?? nothingTold }))
}

const nothingTold: Told = { open: 0, met: 0, missed: 0, overdue: 0 }
const overdueIn = (today: string): SQL => sql`select k.engagement_id from criteria k where k.status = 'open' and k.due_on < ${today}`

async function toldOf(db: Db, engagementIds: readonly string[], today: string): Promise<Map<string, Told>> {
  if (engagementIds.length === 0) return new Map()
  const rows = await db.all<
    Told & { id: string }
  >(sql`select k.engagement_id as id, sum(k.status = 'open') as open, sum(k.status = 'met') as met,
      sum(k.status = 'missed') as missed, sum(k.status = 'open' and k.due_on < ${today}) as overdue
    from criteria k where k.engagement_id in ${engagementIds} group by k.engagement_id`)
  return new Map(rows.map(({ id, ...told }) => [id, told]))
}

export type SharedCriterion = Criterion & { engagement: string; engagementStatus: EngagementStatus }

/** What a customer and we call a success, in its newest engagements: both sides read this query. */
export const listCriteriaOfCustomer = (db: Db, prospectId: string): Promise<SharedCriterion[]> =>
  db
    .select({ criterion: criteria, engagement: engagements.name, engagementStatus: engagements.status })
    .from(engagements)
    .innerJoin(criteria, eq(criteria.engagementId, engagements.id))
    .where(eq(engagements.prospectId, prospectId))
    .orderBy(desc(engagements.createdAt), desc(engagements.id), asc(criteria.createdAt), asc(criteria.id))
    .limit(60)
    .then((rows) => rows.map(({ criterion, ...of }) => ({ ...criterion, ...of })))
