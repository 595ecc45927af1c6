import { eq, sql } from 'drizzle-orm'
import { type PartnerStatus, partners } from '../../schema/people.ts'
import { type AttributionModel, groups } from '../../schema/terms.ts'
import { type Link, links } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'

/** A link with what the redirect and the introduction page need of its partner. */
export type LinkTarget = {
  link: Link
  partnerName: string
  partnerStatus: PartnerStatus
  windowDays: number
  model: AttributionModel
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
    })
    .from(links)
    .innerJoin(partners, eq(partners.id, links.partnerId))
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .where(sql`lower(${links.code}) = ${code.toLowerCase()}`)
  return row
}

/** Whether following the link gives its partner credit; the visitor arrives either way. */
export const givesCredit = ({ link, partnerStatus }: LinkTarget): boolean => link.archivedAt === null && partnerStatus === 'active'
