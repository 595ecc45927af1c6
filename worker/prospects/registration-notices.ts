import { sql } from 'drizzle-orm'
import type { Registration } from '../../schema/registrations.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Notice } from '../notices/notice.ts'
import { owePeople, oweRole } from '../payouts/store-notices.ts'

type About = Pick<Registration, 'id' | 'partnerId' | 'memberId'>

/** A statement for somebody's batch, and the id to hint at: the owners of the partner and whoever sent it are told. */
export function tellPartner(db: Db, about: About, occasion: string, notice: Notice, at: Date): { id: string; statement: Statement } {
  const id = `${about.id}/${occasion}`
  const people = sql`select id, email from members where partner_id = ${about.partnerId} and status = 'active' and (role = 'owner' or id = ${about.memberId})`
  return { id, statement: owePeople(db, id, notice, at, people) }
}

/** A statement for somebody's batch, and the id to hint at: everybody of sales is told. */
export function tellSales(
  db: Db,
  about: Pick<About, 'id'>,
  occasion: string,
  notice: Notice,
  at: Date,
): { id: string; statement: Statement } {
  const id = `${about.id}/${occasion}`
  return { id, statement: oweRole(db, id, 'sales', [], notice, at) }
}
