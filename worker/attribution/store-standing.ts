import { type SQL, sql } from 'drizzle-orm'
import { signals } from '../../schema/signals.ts'
import type { Db } from '../database.ts'

/** The signals that a new commission of a credit has to know: all about the credit, and open ones about the partner. */
export const selectSignals = (db: Db, prospectId: SQL | string, partnerId: SQL | string) =>
  db
    .select({
      id: signals.id,
      rule: signals.rule,
      subjectKind: signals.subjectKind,
      status: signals.status,
      reason: signals.reason,
      decidedAt: signals.decidedAt,
    })
    .from(signals)
    .where(
      sql`${signals.prospectId} = ${prospectId} and ${signals.partnerId} = ${partnerId}
        or ${signals.prospectId} is null and ${signals.partnerId} = ${partnerId} and ${signals.status} = 'open'`,
    )
    .orderBy(signals.foundAt, signals.id)
    .limit(50)
