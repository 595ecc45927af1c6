import { outbox } from '../../schema/records.ts'
import type { Db } from '../database.ts'
import type { Notice } from './notice.ts'

/** A statement for somebody's batch: a mail owed, born with what it tells. `id` is deterministic where the fact is. */
export const owe = (db: Db, id: string, to: string, notice: Notice, at: Date) =>
  db.insert(outbox).values({ id, recipient: to, template: notice.template, data: notice.data, createdAt: at, nextAt: at, tries: 0 })
