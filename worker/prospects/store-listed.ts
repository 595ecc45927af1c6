import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import {
  type Attribution,
  attributions,
  type Contact,
  contacts,
  type Prospect,
  type ProspectStage,
  prospectExternalReferences,
  prospectStripeCustomers,
  prospects,
  touches,
} from '../../schema/prospects.ts'
import { isHeldNow } from '../attribution/store-standing.ts'
import type { Db } from '../database.ts'

/** A place in a list that is ordered by `(at, id)`, the newest first. */
export type Place = { at: Date; id: string }

/** Rows behind a place, or right before it; `limit` is what is read, so one more than what is shown. */
export type ListedWhere = {
  stage?: ProspectStage | undefined
  since?: Date | undefined
  until?: Date | undefined
  from?: { place: Place; direction: 'after' | 'before' } | undefined
  limit: number
}

/** A prospect as a list shows it. `since` is when it became known to who asks; `held`: a person still has to look at the credit. */
export type ListedProspect = { prospect: Prospect; since: Date; attribution: Attribution | null; held: boolean }

const newestDecision = sql`(select max(n) from attributions newest where newest.prospect_id = ${prospects.id})`
const inForce = and(eq(attributions.prospectId, prospects.id), eq(attributions.n, newestDecision))

/** All prospects, nearest to the place first. */
export const listProspectsFrom = (db: Db, where: ListedWhere): Promise<ListedProspect[]> =>
  db
    .select({ prospect: prospects, since: prospects.createdAt, attribution: attributions, held: isHeldNow })
    .from(prospects)
    .leftJoin(attributions, inForce)
    .where(conditionOf(where, prospects.createdAt, prospects.id))
    .orderBy(...orderOf(where, prospects.createdAt, prospects.id))
    .limit(where.limit)

/**
 * Whether no earlier touch of the partner with this prospect was stored: each prospect is listed at its first, which nothing moves. The plus
 * keeps SQLite to the few touches of the prospect; by the partner's index it would walk all that came before.
 */
const isFirstTouch = (partnerId: string): SQL =>
  sql`not exists (select 1 from touches earlier where earlier.prospect_id = ${touches.prospectId} and +earlier.partner_id = ${partnerId}
    and (+earlier.created_at, earlier.id) < (${touches.createdAt}, ${touches.id}))`

/** Prospects with a touch of the partner, nearest to the place first. */
export const listProspectsOfPartnerFrom = (db: Db, partnerId: string, where: ListedWhere): Promise<ListedProspect[]> =>
  db
    .select({ prospect: prospects, since: touches.createdAt, attribution: attributions, held: isHeldNow })
    .from(touches)
    .innerJoin(prospects, eq(prospects.id, touches.prospectId))
    .leftJoin(attributions, inForce)
    .where(and(eq(touches.partnerId, partnerId), isFirstTouch(partnerId), conditionOf(where, touches.createdAt, touches.id)))
    .orderBy(...orderOf(where, touches.createdAt, touches.id))
    .limit(where.limit)

const conditionOf = (where: ListedWhere, at: AnySQLiteColumn, id: AnySQLiteColumn): SQL | undefined =>
  and(where.stage && eq(prospects.stage, where.stage), spanOf(where, at, id))

/** Of any list that is ordered by `(at, id)`: its span, and what lies behind or before a place. */
export function spanOf({ since, until, from }: Omit<ListedWhere, 'stage'>, at: AnySQLiteColumn, id: AnySQLiteColumn): SQL | undefined {
  const behind = from && sql`(${at}, ${id}) < (cast(${from.place.at.getTime()} as integer), ${from.place.id})`
  const before = from && sql`(${at}, ${id}) > (cast(${from.place.at.getTime()} as integer), ${from.place.id})`
  return and(
    since && sql`${at} >= cast(${since.getTime()} as integer)`,
    until && sql`${at} <= cast(${until.getTime()} as integer)`,
    from?.direction === 'before' ? before : behind,
  )
}

export const orderOf = ({ from }: Pick<ListedWhere, 'from'>, at: AnySQLiteColumn, id: AnySQLiteColumn): [SQL, SQL] =>
  from?.direction === 'before' ? [asc(at), asc(id)] : [desc(at), desc(id)]

/** Where a prospect stands in the list of all. */
export async function findPlace(db: Db, id: string): Promise<Place | undefined> {
  const [row] = await db.select({ at: prospects.createdAt, id: prospects.id }).from(prospects).where(eq(prospects.id, id))
  return row
}

/** Where it stands in a partner's list: at the partner's first touch. */
export async function findPlaceOfPartner(db: Db, partnerId: string, id: string): Promise<Place | undefined> {
  const [row] = await db
    .select({ at: touches.createdAt, id: touches.id })
    .from(touches)
    .where(and(eq(touches.prospectId, id), eq(touches.partnerId, partnerId)))
    .orderBy(touches.createdAt, touches.id)
    .limit(1)
  return row
}

const maxRows = 100

/** What stands beside a prospect. */
export type Beside = { attribution: Attribution | null; held: boolean; people: Contact[]; customers: string[]; references: string[] }

export async function findBeside(db: Db, id: string): Promise<Beside> {
  const [decisions, people, customers, references] = await db.batch([
    db
      .select({ attribution: attributions, held: isHeldNow })
      .from(attributions)
      .where(eq(attributions.prospectId, id))
      .orderBy(desc(attributions.n))
      .limit(1),
    db.select().from(contacts).where(eq(contacts.prospectId, id)).orderBy(contacts.createdAt, contacts.id).limit(maxRows),
    db
      .select({ id: prospectStripeCustomers.stripeCustomer })
      .from(prospectStripeCustomers)
      .where(eq(prospectStripeCustomers.prospectId, id))
      .limit(maxRows),
    db
      .select({ id: prospectExternalReferences.externalReference })
      .from(prospectExternalReferences)
      .where(eq(prospectExternalReferences.prospectId, id))
      .limit(maxRows),
  ])
  return {
    attribution: decisions[0]?.attribution ?? null,
    held: decisions[0]?.held ?? false,
    people,
    customers: customers.map((each) => each.id),
    references: references.map((each) => each.id),
  }
}
