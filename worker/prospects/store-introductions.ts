import { and, eq } from 'drizzle-orm'
import { members } from '../../schema/people.ts'
import { introductions } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'

/** Whether this partner introduced this person before. */
export async function hasIntroduced(db: Db, partnerId: string, contactEmail: string): Promise<boolean> {
  const rows = await db
    .select({ id: introductions.id })
    .from(introductions)
    .where(and(eq(introductions.partnerId, partnerId), eq(introductions.contactEmail, contactEmail)))
    .limit(1)
  return rows.length > 0
}

export const listOwnerEmails = (db: Db, partnerId: string): Promise<{ id: string; email: string }[]> =>
  db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(and(eq(members.partnerId, partnerId), eq(members.role, 'owner'), eq(members.status, 'active')))
    .orderBy(members.id)
    .limit(20)

/** The name of a partner's person, who is still there; others made the link long ago. */
export async function findActiveMemberName(db: Db, memberId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ name: members.name })
    .from(members)
    .where(and(eq(members.id, memberId), eq(members.status, 'active')))
  return row?.name
}
