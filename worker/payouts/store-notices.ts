import { type SQL, sql } from 'drizzle-orm'
import type { StaffRole } from '../../schema/people.ts'
import { outbox } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import type { HintQueue } from '../deps.ts'
import type { Notice } from '../notices/notice.ts'
import { asTime } from './parameters.ts'

/** Statements for somebody's batch: a mail owed to each of some people, whose ids complete the notice's own id. */
export const owePeople = (db: Db, id: string, notice: Notice, at: Date, people: SQL) =>
  db.insert(outbox).select(
    sql`select ${id} || ':' || person.id, ${notice.template}, person.email, ${JSON.stringify(notice.data)}, ${asTime(at)}, ${asTime(at)}, 0, null, null
        from (${people}) person where true`,
  )

/** To the owners of a partner. */
export const oweOwners = (db: Db, id: string, partnerId: string, notice: Notice, at: Date) =>
  owePeople(db, id, notice, at, sql`select id, email from members where partner_id = ${partnerId} and role = 'owner' and status = 'active'`)

/** To everybody of a role, except those who did it. */
export const oweRole = (db: Db, id: string, role: StaffRole, except: readonly string[], notice: Notice, at: Date) =>
  owePeople(
    db,
    id,
    notice,
    at,
    sql`select s.id, s.email from staff s join staff_role_grants g on g.staff_id = s.id and g.role = ${role}
        where s.active = 1 and s.id not in (select value from json_each(${JSON.stringify(except)}))`,
  )

/** To some of the staff by id. */
export const oweStaff = (db: Db, id: string, staffIds: readonly string[], notice: Notice, at: Date) =>
  owePeople(
    db,
    id,
    notice,
    at,
    sql`select id, email from staff where active = 1 and id in (select value from json_each(${JSON.stringify(staffIds)}))`,
  )

/** Tells finance that something needs a person. The id must be new for each occasion. */
export const oweAlarm = (db: Db, id: string, alarm: { what: string; subject: string; todo: string }, at: Date) =>
  oweRole(db, `alarm:${id}`, 'finance', [], { template: 'money_alarm', data: alarm }, at)

/** The same where the occasion may come again in a batch that must not fail for it: of one id one mail is owed. */
export const oweAlarmOnce = (...alarm: Parameters<typeof oweAlarm>) => oweAlarm(...alarm).onConflictDoNothing()

/** Sends the mails of a notice on their way; without it the sweep would. */
export async function hintNotices({ db, hints }: { db: Db; hints: HintQueue }, id: string): Promise<void> {
  const owed = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(sql`${outbox.id} >= ${`${id}:`} and ${outbox.id} < ${`${id};`} and ${outbox.sentAt} is null`)
    .limit(100)
  await hints.send(owed.map((row) => ({ kind: 'outbox', id: row.id })))
}
