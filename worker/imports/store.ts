import { eq, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { links } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import { eachOf } from '../payouts/parameters.ts'
import type { KnownLink } from './rules-links.ts'
import type { KnownPartner } from './rules-partner-called.ts'

/** More partners of one name than these are not told apart anyway. */
const maxPartners = 1_000

/** Every partner that one of these names or is the id of, whatever its case. */
export const listPartnersCalled = (db: Db, idsOrNames: readonly string[]): Promise<KnownPartner[]> =>
  db
    .select({ id: partners.id, name: partners.name, status: partners.status })
    .from(partners)
    .where(sql`${partners.id} in ${eachOf(idsOrNames)} or ${partners.name} collate nocase in ${eachOf(idsOrNames)}`)
    .orderBy(partners.createdAt, partners.id)
    .limit(maxPartners)

/** The links that have one of these codes or had it. */
export const listLinksOfCodes = async (db: Db, codes: readonly string[]): Promise<KnownLink[]> => {
  const rows = await db
    .select({
      code: links.code,
      partnerId: links.partnerId,
      partnerName: partners.name,
      kind: links.kind,
      host: links.destinationHost,
      path: links.destinationPath,
      campaign: links.campaign,
      archivedAt: links.archivedAt,
    })
    .from(links)
    .innerJoin(partners, eq(partners.id, links.partnerId))
    .where(sql`lower(${links.code}) in (select lower(value) from json_each(${JSON.stringify(codes)}))`)
  return rows.map(({ archivedAt, ...link }) => ({ ...link, isArchived: archivedAt !== null }))
}
