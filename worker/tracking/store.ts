import { and, desc, eq, gte, type SQL, sql } from 'drizzle-orm'
import { type PartnerStatus, partners } from '../../schema/people.ts'
import { type AttributionModel, groups } from '../../schema/terms.ts'
import { type Link, linkCampaigns, linkDays, links, linkTotals } from '../../schema/tracking.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'

/** A link with what the redirect and the introduction page need of its partner. */
export type LinkTarget = {
  link: Link
  partnerName: string
  partnerStatus: PartnerStatus
  windowDays: number
  model: AttributionModel
  rulesVersion: number
  consentRequired: boolean
  utm: string
}

/** By its code in any case: one row of an index, joined by two keys. */
export async function findLinkTarget(db: Db, code: string): Promise<LinkTarget | undefined> {
  const [row] = await db
    .select({
      link: links,
      partnerName: partners.name,
      partnerStatus: partners.status,
      windowDays: groups.windowDays,
      model: groups.model,
      rulesVersion: groups.rulesVersion,
      consentRequired: groups.consentRequired,
      utm: groups.utm,
    })
    .from(links)
    .innerJoin(partners, eq(partners.id, links.partnerId))
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .where(sql`lower(${links.code}) = ${code.toLowerCase()}`)
  return row
}

/** Whether following the link gives its partner credit; the visitor arrives either way. */
export const givesCredit = ({ link, partnerStatus }: LinkTarget): boolean => link.archivedAt === null && partnerStatus === 'active'

export type LinkWithClicks = { link: Link; clicks: number; lastClickAt: Date | null }
export type LinkState = 'active' | 'archived' | 'all'

const withClicks = (db: Db) =>
  db
    .select({ link: links, clicks: sql<number>`coalesce(${linkTotals.clicks}, 0)`, lastClickAt: linkTotals.lastClickAt })
    .from(links)
    .leftJoin(linkTotals, eq(linkTotals.linkId, links.id))

/** Newest first, one more than a page. */
export const listLinksOfPartner = (db: Db, partnerId: string, state: LinkState, cursor: Cursor | undefined) =>
  withClicks(db)
    .where(and(eq(links.partnerId, partnerId), isInState(state), behind(cursor, links.createdAt, links.id)))
    .orderBy(desc(links.createdAt), desc(links.id))
    .limit(pageSize + 1)

/** As the index `links_by_state` has it, so that ten thousand links of the other state cost nothing. */
const isInState = (state: LinkState): SQL | undefined =>
  ({ active: sql`(${links.archivedAt} is null) = 1`, archived: sql`(${links.archivedAt} is null) = 0`, all: undefined })[state]

export async function findLinkOfPartner(db: Db, partnerId: string, linkId: string): Promise<LinkWithClicks | undefined> {
  const [row] = await withClicks(db).where(and(eq(links.id, linkId), eq(links.partnerId, partnerId)))
  return row
}

/** Days with clicks from that day on, in order; a day without clicks has no row. At most a year. */
export const listLinkDays = (db: Db, linkId: string, from: string): Promise<{ day: string; clicks: number }[]> =>
  db
    .select({ day: linkDays.day, clicks: linkDays.clicks })
    .from(linkDays)
    .where(and(eq(linkDays.linkId, linkId), gte(linkDays.day, from)))
    .orderBy(linkDays.day)
    .limit(366)

type CampaignClicks = { campaign: string; clicks: number; lastClickAt: Date }

/** What the link counted by tag; there are about a hundred at most, and the busiest come first. */
export async function listLinkCampaigns(db: Db, linkId: string): Promise<CampaignClicks[]> {
  const rows = await db
    .select({ campaign: linkCampaigns.campaign, clicks: linkCampaigns.clicks, lastClickAt: linkCampaigns.lastClickAt })
    .from(linkCampaigns)
    .where(eq(linkCampaigns.linkId, linkId))
    .orderBy(linkCampaigns.campaign)
    .limit(150)
  return rows.toSorted((left, right) => right.clicks - left.clicks)
}

export async function findPartnerForLink(db: Db, partnerId: string): Promise<{ name: string; status: PartnerStatus } | undefined> {
  const [row] = await db.select({ name: partners.name, status: partners.status }).from(partners).where(eq(partners.id, partnerId))
  return row
}

/** A condition for a guard. */
export const isActivePartner = (partnerId: string): SQL =>
  sql`exists (select 1 from partners p where p.id = ${partnerId} and p.status = 'active')`

/** Which of these codes, in lower case, some link has or had. */
export async function listTakenCodes(db: Db, codes: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ code: sql<string>`lower(${links.code})` })
    .from(links)
    .where(sql`lower(${links.code}) in (select lower(value) from json_each(${JSON.stringify(codes)}))`)
  return new Set(rows.map(({ code }) => code))
}

export async function findOwnerOfCode(db: Db, code: string): Promise<string | undefined> {
  const [row] = await db.select({ partnerId: links.partnerId }).from(links).where(sql`lower(${links.code}) = ${code.toLowerCase()}`)
  return row?.partnerId
}
