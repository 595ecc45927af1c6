import { audit } from '../../schema/records.ts'
import type { Db } from '../database.ts'

export type AuditEntry = {
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
