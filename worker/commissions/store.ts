import { and, eq, sql } from 'drizzle-orm'
import type { Commission } from '../../schema/commissions.ts'
import { members } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'
import { levelOfSource } from '../terms/rules-levels.ts'

/** The owners of a partner, who are told about its money. */
export const listOwners = (db: Db, partnerId: string): Promise<{ id: string; email: string }[]> =>
  db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(and(eq(members.partnerId, partnerId), eq(members.role, 'owner'), eq(members.status, 'active')))
    .orderBy(members.createdAt, members.id)
    .limit(10)

/** Whose payment or step a commission is of, and who is told when it changes. */
export async function whoIsTold(db: Db, { partnerId, dealId, source }: Pick<Commission, 'partnerId' | 'dealId' | 'source'>) {
  const ofDeal = sql`(select d.prospect_id from deals d where d.id = ${dealId})`
  const [about] = await db
    .select({ company: prospects.company })
    .from(prospects)
    .where(sql`${prospects.id} = coalesce(${ofDeal}, ${levelOfSource(source)?.prospectId ?? null})`)
  return { company: about?.company ?? '', owners: await listOwners(db, partnerId) }
}
