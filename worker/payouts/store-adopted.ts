import { sql } from 'drizzle-orm'
import type { Adoption, AdoptionStatus } from '../../schema/restores.ts'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'

/** What the books say around a transfer that is about to be taken in. */
export type Books = {
  status: AdoptionStatus
  hasRun: boolean
  /** A plan of this payout is here, equals the transfer, and all its lines are payable. */
  isAsPlanned: boolean
  /** The sum of what is payable to the partner in this currency. */
  approvedMinor: number
  destinationVersion: number
  /** Another payout of the partner in this currency is being looked up. */
  isWaiting: boolean
}

type Row = Omit<Books, 'hasRun' | 'isAsPlanned' | 'isWaiting'> & { hasRun: number; isAsPlanned: number; isWaiting: number }

export async function readBooks(
  db: Db,
  { transfer, payoutId, runId, partnerId, currency, amountMinor, destination }: Adoption,
): Promise<Books> {
  const [row] = await db.all<Row>(sql`select
    (select status from adoptions where transfer = ${transfer}) "status",
    exists (select 1 from payout_runs where id = ${runId}) "hasRun",
    exists (select 1 from planned_payouts l where l.payout_id = ${payoutId} and l.run_id = ${runId} and l.amount_minor = ${amountMinor}
      and l.destination = ${destination} and exists (select 1 from planned_lines n where n.payout_id = l.payout_id) and not exists
        (select 1 from planned_lines n join commissions c on c.id = n.commission_id where n.payout_id = l.payout_id and c.status <> 'approved'))
      "isAsPlanned",
    (select coalesce(sum(amount_minor), 0) from commissions where partner_id = ${partnerId} and currency = ${currency} and status = 'approved')
      "approvedMinor",
    coalesce((select l.destination_version from planned_payouts l where l.payout_id = ${payoutId} and l.destination = ${destination}),
      (select max(d.version) from payout_destinations d where d.partner_id = ${partnerId} and d.stripe_account = ${destination})) "destinationVersion",
    exists (select 1 from payouts p where p.partner_id = ${partnerId} and p.currency = ${currency}
      and p.status in ('reserved','sending','unknown','stuck') and p.status <> 'stuck') "isWaiting"`)
  assert(row, 'a select without a table gives one row')
  return { ...row, hasRun: row.hasRun === 1, isAsPlanned: row.isAsPlanned === 1, isWaiting: row.isWaiting === 1 }
}
