import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { deals } from '../../schema/deals.ts'
import { partners } from '../../schema/people.ts'
import {
  attributions,
  type Contact,
  contacts,
  type Introduction,
  introductions,
  type Prospect,
  prospects,
  type Touch,
  touches,
} from '../../schema/prospects.ts'
import { isHeldNow } from '../attribution/store-standing.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** The number of the decision in force. */
const newestDecision = sql`(select max(n) from attributions newest where newest.prospect_id = ${prospects.id})`
const inForce = and(eq(attributions.prospectId, prospects.id), eq(attributions.n, newestDecision))

/** A list's place on the ladder: a level, 0 for none yet, or lost. */
export type Place = number | 'lost'

/** A customer that was made by hand may stand below the line; staff find it by its customer list. */
export const standsOn = (place: Place | undefined): SQL | undefined =>
  place === undefined
    ? undefined
    : place === 'lost'
      ? sql`${prospects.stage} = 'lost'`
      : sql`${prospects.level} = cast(${place} as integer) and ${prospects.stage} <> 'lost'`

/** A partner has one word for all that lies past the line. */
const readsAs = (place: Place | undefined): SQL | undefined =>
  place === 7
    ? sql`${prospects.stage} = 'customer'`
    : and(standsOn(place), place === undefined || place === 'lost' ? undefined : sql`${prospects.stage} <> 'customer'`)

export type ProspectRow = Pick<Prospect, 'id' | 'company' | 'domain' | 'stage' | 'level' | 'createdAt'> & {
  partnerName: string | null
  held: boolean
}

/** What lists of staff show of each prospect. */
export const selectListed = (db: Db) =>
  db
    .select({
      id: prospects.id,
      company: prospects.company,
      domain: prospects.domain,
      stage: prospects.stage,
      level: prospects.level,
      createdAt: prospects.createdAt,
      partnerName: partners.name,
      held: isHeldNow,
    })
    .from(prospects)
    .leftJoin(attributions, inForce)
    .leftJoin(partners, eq(partners.id, attributions.partnerId))

/** All prospects, newest first, one more than a page. */
export const listProspects = (db: Db, place: Place | undefined, cursor: Cursor | undefined): Promise<ProspectRow[]> =>
  selectListed(db)
    .where(and(standsOn(place), behind(cursor, prospects.createdAt, prospects.id)))
    .orderBy(desc(prospects.createdAt), desc(prospects.id))
    .limit(pageSize + 1)

const creditedTo = sql`(select a.partner_id from attributions a where a.prospect_id = ${prospects.id} order by a.n desc limit 1)`

export type PartnerProspectRow = Pick<Prospect, 'id' | 'company' | 'stage' | 'level'> & {
  touchId: string
  touchedAt: Date
  isCredited: boolean
}

/** Prospects with a touch of the partner, by its newest touch of each, newest first, one more than a page. */
export const listProspectsOfPartner = (
  db: Db,
  partnerId: string,
  place: Place | undefined,
  cursor: Cursor | undefined,
): Promise<PartnerProspectRow[]> =>
  db
    .select({
      id: prospects.id,
      company: prospects.company,
      stage: prospects.stage,
      level: prospects.level,
      touchId: touches.id,
      touchedAt: touches.touchedAt,
      isCredited: sql<boolean>`coalesce(${creditedTo} = ${partnerId}, 0)`.mapWith(Boolean),
    })
    .from(touches)
    .innerJoin(prospects, eq(prospects.id, touches.prospectId))
    .where(
      and(
        eq(touches.partnerId, partnerId),
        sql`not exists (select 1 from touches later indexed by touches_by_prospect where later.prospect_id = ${touches.prospectId} and later.partner_id = ${partnerId}
          and (later.touched_at, later.id) > (${touches.touchedAt}, ${touches.id}))`,
        readsAs(place),
        behind(cursor, touches.touchedAt, touches.id),
      ),
    )
    .orderBy(desc(touches.touchedAt), desc(touches.id))
    .limit(pageSize + 1)

/** @throws Refusal not_found */
export async function getProspect(db: Db, id: string): Promise<Prospect> {
  const [row] = await db.select().from(prospects).where(eq(prospects.id, id))
  if (!row) throw notFound()
  return row
}

/** Named, or SQLite looks through all touches of the partner. */
const hasTouchOf = (partnerId: string, id: string): SQL =>
  sql`exists (select 1 from touches t indexed by touches_by_prospect where t.prospect_id = ${id} and t.partner_id = ${partnerId})`

/**
 * A prospect that the partner has a touch with.
 *
 * @throws Refusal not_found
 */
export async function getProspectOfPartner(db: Db, partnerId: string, id: string): Promise<Prospect> {
  const [row] = await db
    .select()
    .from(prospects)
    .where(and(eq(prospects.id, id), hasTouchOf(partnerId, id)))
  if (!row) throw notFound()
  return row
}

/** Whether the partner sees this prospect; what names any other leads it nowhere. */
export async function isSeenBy(db: Db, partnerId: string, id: string | null): Promise<boolean> {
  if (id === null) return false
  const [row] = await db.all<{ seen: number }>(sql`select ${hasTouchOf(partnerId, id)} as seen`)
  return row?.seen === 1
}

/** More people, introductions or deals than this on one prospect are not drawn. */
const maxRows = 100

export const listContacts = (db: Db, prospectId: string): Promise<Contact[]> =>
  db.select().from(contacts).where(eq(contacts.prospectId, prospectId)).orderBy(contacts.createdAt, contacts.id).limit(maxRows)

export type IntroductionRow = Introduction & { partnerName: string }

export const listIntroductions = (db: Db, prospectId: string): Promise<IntroductionRow[]> =>
  db
    .select({ introduction: introductions, partnerName: partners.name })
    .from(introductions)
    .innerJoin(partners, eq(partners.id, introductions.partnerId))
    .where(eq(introductions.prospectId, prospectId))
    .orderBy(desc(introductions.createdAt), desc(introductions.id))
    .limit(maxRows)
    .then((rows) => rows.map(({ introduction, partnerName }) => ({ ...introduction, partnerName })))

export type TouchRow = Touch & { partnerName: string }

/** All touches of all partners, in order of time. */
export const listTouchesWithPartners = (db: Db, prospectId: string): Promise<TouchRow[]> =>
  db
    .select({ touch: touches, partnerName: partners.name })
    .from(touches)
    .innerJoin(partners, eq(partners.id, touches.partnerId))
    .where(eq(touches.prospectId, prospectId))
    .orderBy(touches.touchedAt, touches.id)
    .limit(maxRows)
    .then((rows) => rows.map(({ touch, partnerName }) => ({ ...touch, partnerName })))

export const listDealsOfProspect = (db: Db, prospectId: string) =>
  db
    .select({ id: deals.id, name: deals.name, status: deals.status, openedAt: deals.openedAt })
    .from(deals)
    .where(eq(deals.prospectId, prospectId))
    .orderBy(desc(deals.openedAt), desc(deals.id))
    .limit(maxRows)

/** Whether the prospect has a won deal that is more than a pilot. */
export async function hasFullDeal(db: Db, prospectId: string): Promise<boolean> {
  const [row] = await db.all<{ found: number }>(sql`select exists (select 1 from deals d where d.prospect_id = ${prospectId}
    and d.status in ('won', 'ended') and not exists (select 1 from deal_details k where k.deal_id = d.id and k.pilot = 1)) as found`)
  return row?.found === 1
}
