import { and, eq, type SQL, sql } from 'drizzle-orm'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import { type Payout, type PayoutStatus, payouts } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { release } from '../ledger/rules.ts'
import { post, postHoldsOfPayout } from '../ledger/store.ts'
import { hintNotices, oweOwners } from './store-notices.ts'
import { reasonInWords } from './words.ts'

export type Release = {
  /** The status as it was read, and what else must hold in the batch. */
  from: Extract<PayoutStatus, 'reserved' | 'sending' | 'unknown' | 'stuck'>
  guard: SQL
  /** A code of `words.ts`, or Stripe's. */
  reason: string
  actor?: string
}

/**
 * Statements that end a payout of which it is proven that it never left: its money is back in the balance, its commissions where
 * they belong now. Such a payout is dead; to pay the partner is a new payout in a new run (money.md 5).
 */
export const releaseStatements = (db: Db, payout: Payout, { from, guard, reason, actor = 'system' }: Release, at: Date) =>
  [
    db
      .update(payouts)
      .set({ status: 'released', reason, finishedAt: at, leaseUntil: new Date(0) })
      .where(and(eq(payouts.id, payout.id), eq(payouts.status, from), guard)),
    ...changedExactly(db),
    post(db, release(payout, at), at),
    postHoldsOfPayout(db, payout.id, at),
    returnLines(db, payout.id),
    ...changedExactly(db, sql`(select count(*) from planned_lines where payout_id = ${payout.id})`),
    voidEmptyFamilies(db, payout.id),
    closeHoldsOfVoided(db, payout.id, at),
    trail(db, {
      at,
      actor,
      act: 'payout.released',
      subject: payout.id,
      partnerId: payout.partnerId,
      detail: { reason, gen: payout.gen, amountMinor: payout.amountMinor, currency: payout.currency },
    }),
    oweOwners(
      db,
      `payout_released:${payout.id}`,
      payout.partnerId,
      {
        template: 'payout_released',
        data: { payoutId: payout.id, amountMinor: payout.amountMinor, currency: payout.currency, reason: reasonInWords(reason) },
      },
      at,
    ),
  ] as const

/** Releases a payout; gives false when it had moved meanwhile, and then nothing was changed. */
export async function releasePayout(deps: Deps, payout: Payout, how: Release): Promise<boolean> {
  try {
    await deps.db.batch([...releaseStatements(deps.db, payout, how, deps.now())])
  } catch (error) {
    if (wasRefused(error)) return false
    throw error
  }
  await hintNotices(deps, `payout_released:${payout.id}`)
  return true
}

/** No key of this generation is on record, so Stripe was never asked: row 3 of the payout table. */
export const neverTried = sql`${payouts.tries} = 0 and not exists
  (select 1 from payout_attempts a where a.payout_id = ${payouts.id} and a.gen = ${payouts.gen})`

const holdIsOpen = sql`exists (select 1 from commission_holds h where h.commission_id = ${commissions.id} and h.closed_at is null)`

/** Back to `approved`, or on hold where a hold was opened while the payout was in flight. */
const returnLines = (db: Db, payoutId: string) =>
  db
    .update(commissions)
    .set({
      status: sql`case when ${holdIsOpen} then 'on_hold' else 'approved' end`,
      heldFrom: sql`case when ${holdIsOpen} then 'approved' end`,
      payoutId: null,
    })
    .where(and(eq(commissions.payoutId, payoutId), eq(commissions.status, 'in_payout')))

const familyOf = sql.raw('coalesce(corrects, id)')

/**
 * Families of a payout's lines that are worth nothing any more: what is not final sums to zero and lies in one place, so that
 * voiding all of it moves no money.
 */
const emptyFamilies = (payoutId: string) =>
  sql`(select ${familyOf} from commissions where status in ('pending','approved','on_hold','in_payout') and ${familyOf} in
      (select coalesce(c.corrects, c.id) from planned_lines n join commissions c on c.id = n.commission_id where n.payout_id = ${payoutId})
    group by ${familyOf} having sum(amount_minor) = 0 and min(status) = max(status) and min(status) in ('approved','on_hold'))`

const voidEmptyFamilies = (db: Db, payoutId: string) =>
  db
    .update(commissions)
    .set({ status: 'voided', heldFrom: null, statusReason: 'returned in full' })
    .where(sql`${commissions.status} in ('approved','on_hold') and ${familyOf} in ${emptyFamilies(payoutId)}`)

const closeHoldsOfVoided = (db: Db, payoutId: string, at: Date) =>
  db
    .update(commissionHolds)
    .set({ closedAt: at })
    .where(
      sql`${commissionHolds.closedAt} is null and ${commissionHolds.commissionId} in (select m.id from planned_lines n
        join commissions c on c.id = n.commission_id join commissions m on coalesce(m.corrects, m.id) = coalesce(c.corrects, c.id)
        where n.payout_id = ${payoutId} and m.status = 'voided')`,
    )
