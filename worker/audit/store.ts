import { and, desc, eq, lt } from 'drizzle-orm'
import { members, staff } from '../../schema/people.ts'
import { type AuditRow, audit } from '../../schema/records.ts'
import type { Db } from '../database.ts'

type AuditEntry = {
  at: Date
  /** A person's id, or `system`, `stripe`, `prospect`. */
  actor: string
  /** A past-tense verb of the domain: `run.approved`. */
  act: string
  /** The id of the record it happened to. */
  subject: string
  partnerId?: string | undefined
  /** Ids, amounts, reasons; never a secret and never a prospect's personal data. */
  detail?: Record<string, unknown>
}

/** A statement for somebody's batch: the trail is written with what it tells, or neither is (money.md B5). */
export const trail = (db: Db, { detail = {}, partnerId, ...entry }: AuditEntry) =>
  db.insert(audit).values({ ...entry, partnerId: partnerId ?? null, detail })

type TrailFilter = { subject?: string | undefined; actor?: string | undefined; before?: number | undefined }

/** Newest first. */
export const listTrail = (db: Db, { subject, actor, before }: TrailFilter, limit: number): Promise<AuditRow[]> =>
  db
    .select()
    .from(audit)
    .where(
      and(
        subject === undefined ? undefined : eq(audit.subject, subject),
        actor === undefined ? undefined : eq(audit.actor, actor),
        before === undefined ? undefined : lt(audit.seq, before),
      ),
    )
    .orderBy(desc(audit.seq))
    .limit(limit)

/** The last things that happened to one record, newest first. */
export const listTrailOf = (db: Db, subject: string, limit = 20): Promise<AuditRow[]> => listTrail(db, { subject }, limit)

/** The ids that go by a mail address: of staff, and of members past and present. */
export async function listIdsByEmail(db: Db, email: string): Promise<string[]> {
  const [ofStaff, ofMembers] = await db.batch([
    db.select({ id: staff.id }).from(staff).where(eq(staff.email, email)),
    db.select({ id: members.id }).from(members).where(eq(members.email, email)).orderBy(desc(members.createdAt)),
  ])
  return [...ofStaff, ...ofMembers].map(({ id }) => id)
}
