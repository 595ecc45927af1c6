import { and, desc, eq, sql } from 'drizzle-orm'
import { members, type Staff, type StaffRole, staff, staffRoleGrants } from '../../schema/people.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { holdsNow } from '../guard.ts'

export type PersonOfStaff = Staff & { roles: StaffRole[] }

// In the order of the list of roles, not of the alphabet; the table's CHECK keeps the words.
const rolesOf = sql<string>`(select json_group_array(g.role) from staff_role_grants g where g.staff_id = ${staff.id})`
const withRoles = ({ person, roles }: { person: Staff; roles: string }): PersonOfStaff => ({
  ...person,
  roles: JSON.parse(roles) as StaffRole[],
})

/** Newest first; one more than a page holds. */
export async function listStaff(db: Db, cursor: Cursor | undefined): Promise<PersonOfStaff[]> {
  const rows = await db
    .select({ person: staff, roles: rolesOf })
    .from(staff)
    .where(behind(cursor, staff.createdAt, staff.id))
    .orderBy(desc(staff.createdAt), desc(staff.id))
    .limit(pageSize + 1)
  return rows.map(withRoles)
}

/** @throws Refusal not_found */
export async function getStaff(db: Db, id: string): Promise<PersonOfStaff> {
  const [row] = await db.select({ person: staff, roles: rolesOf }).from(staff).where(eq(staff.id, id))
  if (!row) throw notFound()
  return withRoles(row)
}

/** Whether somebody, of staff or of a partner, already signs in with the address. */
export async function isEmailTaken(db: Db, email: string): Promise<boolean> {
  const taken = await db.get<{ n: number }>(sql`
    select (select count(*) from staff where email = ${email})
      + (select count(*) from members where email = ${email} and status <> 'removed') as n`)
  return (taken?.n ?? 0) > 0
}

/** Statements for a batch: the batch fails if the address is a member's by now. */
export const isNobodysAddress = (db: Db, email: string) =>
  holdsNow(db, sql`not exists (select 1 from ${members} where ${members.email} = ${email} and ${members.status} <> 'removed')`)

/** Statements for a batch: it fails unless somebody who can sign in is still an admin behind it. */
export const anAdminIsLeft = (db: Db) =>
  holdsNow(db, sql`exists (select 1 from staff_role_grants g join staff s on s.id = g.staff_id where g.role = 'admin' and s.active)`)

export const insertStaff = (db: Db, person: typeof staff.$inferInsert) => db.insert(staff).values(person)

/** Statements that leave the person with exactly these roles; a role kept keeps who granted it and when. */
export const replaceRoles = (db: Db, staffId: string, roles: readonly StaffRole[], by: string, at: Date) => {
  const wanted = JSON.stringify(roles)
  return [
    db
      .delete(staffRoleGrants)
      .where(and(eq(staffRoleGrants.staffId, staffId), sql`${staffRoleGrants.role} not in (select value from json_each(${wanted}))`)),
    db
      .insert(staffRoleGrants)
      .select(sql`select ${staffId}, value, ${by}, cast(${at.getTime()} as integer) from json_each(${wanted}) where true`)
      .onConflictDoNothing(),
  ] as const
}

export const setActive = (db: Db, id: string, active: boolean) =>
  db
    .update(staff)
    .set({ active })
    .where(and(eq(staff.id, id), eq(staff.active, !active)))
