import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { type BuyingRole, buyingRoles, type Handoff, handoffs } from '../../schema/customers.ts'
import { staff, staffRoleGrants } from '../../schema/people.ts'
import { contacts } from '../../schema/prospects.ts'
import { hoursSpent } from '../../schema/reports.ts'
import type { Db } from '../database.ts'

const maxRows = 100

export const listRoles = (db: Db, prospectId: string): Promise<BuyingRole[]> =>
  db
    .select()
    .from(buyingRoles)
    .where(eq(buyingRoles.prospectId, prospectId))
    .orderBy(asc(buyingRoles.recordedAt), asc(buyingRoles.id))
    .limit(maxRows)

/** Minutes that ours spent with each person of a prospect, in activities that were recorded by hand. */
export async function minutesOf(db: Db, prospectId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ contactId: hoursSpent.contactId, minutes: hoursSpent.minutes })
    .from(hoursSpent)
    .where(eq(hoursSpent.prospectId, prospectId))
    .orderBy(desc(hoursSpent.happenedOn), desc(hoursSpent.id))
    .limit(maxRows)
  const minutes = new Map<string, number>()
  for (const row of rows) minutes.set(row.contactId, (minutes.get(row.contactId) ?? 0) + row.minutes)
  return minutes
}

export async function isContactOf(db: Db, prospectId: string, contactId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.id, contactId), eq(contacts.prospectId, prospectId)))
  return row !== undefined
}

export const listHandoffs = (db: Db, prospectId: string): Promise<Handoff[]> =>
  db
    .select()
    .from(handoffs)
    .where(and(eq(handoffs.prospectId, prospectId), isNull(handoffs.doneAt)))
    .orderBy(asc(handoffs.dueOn), asc(handoffs.id))
    .limit(maxRows)

/** Who of sales can take something over. */
export const listSales = (db: Db): Promise<{ id: string; name: string }[]> =>
  db
    .select({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffRoleGrants, and(eq(staffRoleGrants.staffId, staff.id), eq(staffRoleGrants.role, 'sales')))
    .where(sql`${staff.active} = 1`)
    .orderBy(asc(staff.name), asc(staff.id))
    .limit(maxRows)
