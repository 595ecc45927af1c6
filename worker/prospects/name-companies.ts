import { sql } from 'drizzle-orm'
import { companyNames } from '../../schema/registrations.ts'
import type { Deps } from '../deps.ts'
import { nameMarksOf } from './rules-company-name.ts'

const atOnce = 500

/** Each prospect gets the marks of its name when it is made; those from before names were compared get theirs here, some each night. */
export async function nameCompanies({ db }: Pick<Deps, 'db'>): Promise<void> {
  const unnamed = await db.all<{ id: string; company: string }>(sql`
    select p.id, p.company from prospects p left join company_names n on n.prospect_id = p.id
    where n.prospect_id is null and p.erased_at is null order by p.id limit cast(${atOnce} as integer)`)
  const [first, ...rest] = unnamed.map(({ id, company }) =>
    db
      .insert(companyNames)
      .values({ prospectId: id, ...nameMarksOf(company) })
      .onConflictDoNothing(),
  )
  if (first) await db.batch([first, ...rest])
}
