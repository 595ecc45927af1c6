import { eq, type SQL, sql } from 'drizzle-orm'
import { members, partners, staff } from '../../schema/people.ts'
import { attributions, contacts, prospectStripeCustomers, prospects } from '../../schema/prospects.ts'
import { links } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import { eachOf } from '../payouts/parameters.ts'
import type { KnownLink } from './rules-links.ts'
import type { KnownPartner } from './rules-partner-called.ts'
import type { KnownPartners } from './rules-partners.ts'
import type { KnownProspect } from './rules-prospects.ts'

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

/** What stands of people and companies with these addresses, names and domains, and the partners of those people. */
export async function listKnownPartners(
  db: Db,
  { emails, names, domains }: Record<'emails' | 'names' | 'domains', readonly string[]>,
): Promise<KnownPartners> {
  const ofPartner = sql`select m.partner_id from members m where m.email in ${eachOf(emails)} and m.status <> 'removed'`
  const [ofStaff, ofPartners, known] = await db.batch([
    db
      .select({ email: staff.email })
      .from(staff)
      .where(sql`${staff.email} in ${eachOf(emails)}`),
    db
      .select({ email: members.email, partnerId: members.partnerId })
      .from(members)
      .where(sql`${members.email} in ${eachOf(emails)} and ${members.status} <> 'removed'`),
    db
      .select({ id: partners.id, name: partners.name, country: partners.country, groupId: partners.groupId, domain: partners.domain })
      .from(partners)
      .where(
        sql`${partners.id} in (${ofPartner}) or ${partners.name} collate nocase in ${eachOf(names)} or ${partners.domain} in ${eachOf(domains)}`,
      )
      .orderBy(partners.createdAt, partners.id)
      .limit(maxPartners),
  ])
  return { people: [...ofStaff.map(({ email }) => ({ email, partnerId: null })), ...ofPartners], partners: known }
}

/** For a guard: no partner is called so or has this domain. */
export const isNewPartner = (name: string, domain: string | undefined): SQL =>
  sql`not exists (select 1 from partners p where p.name collate nocase = ${name} or p.domain = ${domain ?? null})`

/** A deal keeps the credit that it was opened with: only a person's move takes it along. */
export const hasDealOf = (prospectId: SQL): SQL => sql`exists (select 1 from deals d where d.prospect_id = ${prospectId})`

/** Prospects with who has the credit and all that they are known by. */
export async function listKnownProspects(db: Db, ids: readonly string[]): Promise<KnownProspect[]> {
  if (ids.length === 0) return []
  const newest = sql`(select a.id from attributions a where a.prospect_id = ${prospects.id} order by a.n desc limit 1)`
  const [rows, people, customers] = await db.batch([
    db
      .select({
        id: prospects.id,
        company: prospects.company,
        customerSince: prospects.customerSince,
        erasedAt: prospects.erasedAt,
        hasDeal: hasDealOf(sql`${prospects.id}`).mapWith(Boolean),
        // A batch gives rows by the names of their columns: two of one name would be one.
        attributionId: sql<string | null>`${attributions.id}`.as('attribution_id'),
        partnerId: attributions.partnerId,
        partnerName: partners.name,
      })
      .from(prospects)
      .leftJoin(attributions, sql`${attributions.id} = ${newest}`)
      .leftJoin(partners, eq(partners.id, attributions.partnerId))
      .where(sql`${prospects.id} in ${eachOf(ids)}`),
    db
      .select({ id: contacts.prospectId, email: contacts.email })
      .from(contacts)
      .where(sql`${contacts.prospectId} in ${eachOf(ids)} and ${contacts.email} is not null`),
    db
      .select({ id: prospectStripeCustomers.prospectId, stripeCustomer: prospectStripeCustomers.stripeCustomer })
      .from(prospectStripeCustomers)
      .where(sql`${prospectStripeCustomers.prospectId} in ${eachOf(ids)}`),
  ])
  return rows.map(({ id, company, customerSince, erasedAt, hasDeal, attributionId, partnerId, partnerName }) => ({
    id,
    company,
    hasDeal,
    isErased: erasedAt !== null,
    isCustomer: customerSince !== null,
    ...(attributionId && { credit: partnerId ? { partnerId, partnerName: partnerName ?? partnerId } : null }),
    emails: people.flatMap((each) => (each.id === id && each.email ? [each.email] : [])),
    stripeCustomers: customers.flatMap((each) => (each.id === id ? [each.stripeCustomer] : [])),
  }))
}
