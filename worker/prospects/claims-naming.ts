import { and, isNull, or, sql } from 'drizzle-orm'
import { claims } from '../../schema/claims.ts'
import type { Db } from '../database.ts'
import { eachOf } from '../payouts/parameters.ts'
import { nameMarksOf } from './rules-company-name.ts'
import type { Names } from './rules-erase.ts'

/** Claims of partners about this company that were made before it was a prospect of ours, by its domain or by its name alone. */
export async function listClaimsNaming(db: Db, { companies, domains }: Pick<Names, 'companies' | 'domains'>): Promise<string[]> {
  const rows = await db
    .select({ id: claims.id, company: claims.company, domain: claims.domain })
    .from(claims)
    .where(and(isNull(claims.prospectId), or(isNull(claims.domain), sql`${claims.domain} in ${eachOf(domains)}`)))
    .limit(10_000)
  const keys = new Set(companies.map((company) => nameMarksOf(company).nameKey))
  return rows.filter(({ domain, company }) => domain !== null || keys.has(nameMarksOf(company).nameKey)).map(({ id }) => id)
}
