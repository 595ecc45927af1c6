import { and, eq, isNull, ne, notInArray, sql } from 'drizzle-orm'
import { members, type PartnerStatus, partners, type StaffRole, sessions, staff } from '../../schema/people.ts'
import type { Db } from '../database.ts'

/** Partners whose people may not come in. */
export const shutOut: PartnerStatus[] = ['refused']

export type NewSession = typeof sessions.$inferInsert

/** A statement for somebody's batch. */
export const insertSession = (db: Db, session: NewSession) => db.insert(sessions).values(session)

/** The session with its person as they are now, roles included, in one statement. People who may not come in are absent. */
export async function findSession(db: Db, id: string) {
  const roles = sql<string>`(select json_group_array(role) from staff_role_grants where staff_id = ${staff.id})`
  const [row] = await db
    .select({
      session: sessions,
      member: {
        id: members.id,
        partnerId: members.partnerId,
        name: members.name,
        email: members.email,
        role: members.role,
        pausedBecause: sql<string | null>`case when ${partners.status} = 'suspended' then coalesce(${partners.statusReason}, '') end`,
      },
      staff: { id: staff.id, name: staff.name, email: staff.email },
      roles,
    })
    .from(sessions)
    .leftJoin(members, and(eq(sessions.personKind, 'member'), eq(members.id, sessions.personId), ne(members.status, 'removed')))
    .leftJoin(partners, and(eq(partners.id, members.partnerId), notInArray(partners.status, shutOut)))
    .leftJoin(staff, and(eq(sessions.personKind, 'staff'), eq(staff.id, sessions.personId), eq(staff.active, true)))
    .where(and(eq(sessions.id, id), sql`(${partners.id} is not null or ${staff.id} is not null)`))
  // The only writer of `staff_role_grants.role` checks the list, and so does the table.
  return row && { ...row, roles: JSON.parse(row.roles) as StaffRole[] }
}

export const touchSession = (db: Db, id: string, at: Date) => db.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.id, id))

export const endSession = (db: Db, id: string, at: Date) =>
  db
    .update(sessions)
    .set({ endedAt: at })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
