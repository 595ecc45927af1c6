import { and, asc, eq, ne, type SQL, sql } from 'drizzle-orm'
import { members, partners, staff } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import { groups } from '../../schema/terms.ts'
import type { Db } from '../database.ts'

/** For a guard: nobody of staff signs in with this address. */
export const isNobodyOfStaff = (email: string): SQL => sql`not exists (select 1 from staff where email = ${email})`

/** Who signs in with this address, staff or member of any partner. */
export async function findPersonWithEmail(db: Db, email: string): Promise<string | undefined> {
  const [ofStaff, ofPartners] = await db.batch([
    db.select({ id: staff.id }).from(staff).where(eq(staff.email, email)),
    db
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.email, email), ne(members.status, 'removed'))),
  ])
  return ofStaff[0]?.id ?? ofPartners[0]?.id
}

export async function findGroupName(db: Db, id: string): Promise<string | undefined> {
  const [group] = await db.select({ name: groups.name }).from(groups).where(eq(groups.id, id))
  return group?.name
}

export const listGroupChoices = (db: Db) =>
  db.select({ id: groups.id, name: groups.name }).from(groups).orderBy(asc(groups.name), asc(groups.id)).limit(100)

/** The name of the partner with this company domain. */
export async function findPartnerOfDomain(db: Db, domain: string): Promise<string | undefined> {
  const [partner] = await db.select({ name: partners.name }).from(partners).where(eq(partners.domain, domain)).limit(1)
  return partner?.name
}

export async function findProspectName(db: Db, id: string): Promise<{ company: string; domain: string | null } | undefined> {
  const [prospect] = await db.select({ company: prospects.company, domain: prospects.domain }).from(prospects).where(eq(prospects.id, id))
  return prospect
}

/** The name of the partner that this customer is. */
export async function findPartnerOfProspect(db: Db, prospectId: string): Promise<string | undefined> {
  const [partner] = await db.select({ name: partners.name }).from(partners).where(eq(partners.prospectId, prospectId)).limit(1)
  return partner?.name
}
