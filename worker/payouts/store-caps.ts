import { desc, sql } from 'drizzle-orm'
import { caps } from '../../schema/payouts.ts'
import type { Db } from '../database.ts'

/** Of each currency the version that holds and the newest one, if that still waits; by currency. */
export const listCapVersions = (db: Db) =>
  db
    .select()
    .from(caps)
    .where(
      sql`${caps.version} = (select max(n.version) from caps n where n.currency = ${caps.currency})
        or ${caps.version} = (select max(n.version) from caps n where n.currency = ${caps.currency} and n.confirmed_by is not null)`,
    )
    .orderBy(caps.currency, desc(caps.version))
    .limit(200)
