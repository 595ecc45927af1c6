import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { agreements, obligations } from '../../schema/agreements.ts'
import { grants } from '../../schema/grants.ts'
import type { Db } from '../database.ts'

const maxRows = 30

/** The customer's agreements, the newest first; drafts are nobody's promise yet. */
export const listAgreementsOf = (db: Db, prospectId: string) =>
  db
    .select({ id: agreements.id, kind: agreements.kind, status: agreements.status, endsOn: agreements.endsOn })
    .from(agreements)
    .where(and(eq(agreements.prospectId, prospectId), sql`${agreements.status} <> 'draft'`))
    .orderBy(desc(agreements.createdAt), desc(agreements.id))
    .limit(maxRows)

/** What it promised under agreements in force: both sides read the same rows (OBL1). */
export const listPromisedOf = (db: Db, prospectId: string) =>
  db
    .select({
      what: obligations.activity,
      promised: obligations.promised,
      delivered: obligations.delivered,
      left: obligations.due,
      dueOn: obligations.dueOn,
    })
    .from(obligations)
    .innerJoin(agreements, and(eq(agreements.id, obligations.agreementId), eq(agreements.status, 'signed')))
    .where(eq(obligations.prospectId, prospectId))
    .orderBy(asc(obligations.dueOn), asc(obligations.id))
    .limit(maxRows)

export const listGrantsOf = (db: Db, prospectId: string) =>
  db
    .select({ id: grants.id, kind: grants.kind, status: grants.status, endsOn: grants.endsOn })
    .from(grants)
    .where(eq(grants.prospectId, prospectId))
    .orderBy(desc(grants.askedAt), desc(grants.id))
    .limit(maxRows)
