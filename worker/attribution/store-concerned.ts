import { type SQL, sql } from 'drizzle-orm'
import type { Signal } from '../../schema/signals.ts'
import type { Db } from '../database.ts'

/** So many commissions of a signal move at a time, each in a batch of its own. */
const concernedAtOnce = 20

/** Earned commissions that a signal is about: of the prospect's deals and levels with this partner, of the whole partner, or the one. */
function concernedBy({ subjectKind, subjectId, partnerId }: Signal): SQL {
  switch (subjectKind) {
    case 'prospect':
      return sql`select c.id, c.status from deals d join commissions c on c.deal_id = d.id
        where d.prospect_id = ${subjectId} and c.partner_id = ${partnerId} and c.kind = 'earned'
        union all select c.id, c.status from commissions c
        where c.source >= ${`level/${subjectId}/`} and c.source < ${`level/${subjectId}0`} and c.partner_id = ${partnerId} and c.kind = 'earned'`
    case 'partner':
      return sql`select c.id, c.status from commissions c where c.partner_id = ${partnerId} and c.kind = 'earned'`
    case 'commission':
      return sql`select c.id, c.status from commissions c where c.id = ${subjectId}`
  }
}

const held = (owner: string): SQL =>
  sql`exists (select 1 from commission_holds h where h.commission_id = x.id and h.closed_at is null and h.owner = ${owner})`

/** Concerned commissions that are not final and that the signal does not hold yet. */
export const listUnheld = (db: Db, signal: Signal, owner: string): Promise<{ id: string }[]> =>
  db.all(sql`select x.id from (${concernedBy(signal)}) x
    where x.status in ('pending', 'approved', 'on_hold', 'in_payout') and not ${held(owner)} order by x.id limit ${concernedAtOnce}`)

/** Concerned commissions that the signal still holds, behind one of them. */
export const listHeld = (db: Db, signal: Signal, owner: string, behind: string): Promise<{ id: string; status: string }[]> =>
  db.all(sql`select x.id, x.status from (${concernedBy(signal)}) x
    where x.id > ${behind} and ${held(owner)} order by x.id limit ${concernedAtOnce}`)
