import { and, eq } from 'drizzle-orm'
import type { Commission } from '../../schema/commissions.ts'
import { deals } from '../../schema/deals.ts'
import { members } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'

/** The owners of a partner, who are told about its money. */
export const listOwners = (db: Db, partnerId: string): Promise<{ id: string; email: string }[]> =>
  db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(and(eq(members.partnerId, partnerId), eq(members.role, 'owner'), eq(members.status, 'active')))
    .orderBy(members.createdAt, members.id)
    .limit(10)

/** Whose payment a commission is of, and who is told when it changes. */
export async function whoIsTold(db: Db, { partnerId, dealId }: Pick<Commission, 'partnerId' | 'dealId'>) {
  const [deal] = await db
    .select({ company: prospects.company })
    .from(deals)
    .innerJoin(prospects, eq(prospects.id, deals.prospectId))
    .where(eq(deals.id, dealId ?? ''))
  return { company: deal?.company ?? '', owners: await listOwners(db, partnerId) }
}
