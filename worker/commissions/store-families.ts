import { asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { type Commission, type CommissionHold, commissionHolds, commissions } from '../../schema/commissions.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { type Family, membersOf } from './rules.ts'

/** Groups rows into families; a commission without corrections is a family of one. */
export function familiesOf(rows: readonly Commission[], holds: readonly CommissionHold[]): Family[] {
  return rows
    .filter(({ corrects }) => corrects === null)
    .map((head) => {
      const corrections = rows.filter(({ corrects }) => corrects === head.id)
      const ids = [head, ...corrections].map(({ id }) => id)
      const ever = holds.filter(({ commissionId }) => ids.includes(commissionId))
      return { head, corrections, holds: ever, openHolds: ever.filter(({ closedAt }) => closedAt === null) }
    })
}

/**
 * The family of a commission, whichever member was asked for.
 *
 * @throws Refusal not_found
 */
export async function getFamily(db: Db, commissionId: string): Promise<Family> {
  const head = sql`(select coalesce(c.corrects, c.id) from commissions c where c.id = ${commissionId})`
  const [rows, holds] = await db.batch([
    db
      .select()
      .from(commissions)
      .where(or(eq(commissions.id, head), eq(commissions.corrects, head)))
      .orderBy(asc(commissions.accruedAt), asc(commissions.id)),
    db
      .select()
      .from(commissionHolds)
      .where(sql`${commissionHolds.commissionId} in (select c.id from commissions c where c.id = ${head} or c.corrects = ${head})`)
      .orderBy(asc(commissionHolds.commissionId), asc(commissionHolds.n)),
  ])
  const [family] = familiesOf(rows, holds)
  if (!family) throw notFound()
  return family
}

/** Every hold that was ever opened on these commissions, oldest first. */
export const listHolds = (db: Db, commissionIds: readonly string[]): Promise<CommissionHold[]> =>
  db
    .select()
    .from(commissionHolds)
    .where(inArray(commissionHolds.commissionId, idsIn(commissionIds)))
    .orderBy(asc(commissionHolds.openedAt), asc(commissionHolds.commissionId), asc(commissionHolds.n))
    .limit(500)

/** Undoes the batch unless the family is what was read: its members, their shared status and the open holds (money.md 12, row 9). */
export function familyUnmoved(db: Db, family: Family): readonly Statement[] {
  const { head, openHolds } = family
  return holdsNow(
    db,
    sql`(select group_concat(c.id || c.status, ',' order by c.id) from commissions c where c.id = ${head.id} or c.corrects = ${head.id})
      = ${statusesOf(family)} and (select count(*) from commission_holds h join commissions c on c.id = h.commission_id
      where h.closed_at is null and (c.id = ${head.id} or c.corrects = ${head.id})) = cast(${openHolds.length} as integer)`,
  )
}

const statusesOf = (family: Family): string =>
  membersOf(family)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, status }) => id + status)
    .join(',')

/** A list of ids as one bound parameter, however long (money.md 2). */
export const idsIn = (ids: readonly string[]): SQL => sql`(select value from json_each(${JSON.stringify(ids)}))`
