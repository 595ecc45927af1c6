import { amountCells, csvOf, dayCell } from '../csv.ts'
import type { Deps } from '../deps.ts'
import { listPayoutsOfPartner } from './store.ts'
import { afterOf, listPlan, type PlanRow } from './store-run-pages.ts'

const rowsAtOnce = 500

/** Every planned payout of a run with what became of it. */
export async function runFile({ db }: Pick<Deps, 'db'>, runId: string): Promise<string> {
  const rows: PlanRow[] = []
  for (let after: string | undefined; ; ) {
    const page = await listPlan(db, runId, after, rowsAtOnce)
    rows.push(...page)
    const last = page.at(-1)
    if (!last || page.length < rowsAtOnce) break
    after = afterOf(last)
  }
  return csvOf(
    [
      'id',
      'run',
      'partner_id',
      'partner',
      'amount_minor',
      'amount',
      'currency',
      'status',
      'reason',
      'stripe_account',
      'transfer',
      'ended_on',
    ],
    rows.map((row) => [
      row.payoutId,
      runId,
      row.partnerId,
      row.partner,
      ...amountCells(row.amountMinor, row.currency),
      row.status,
      row.reason,
      row.destination,
      row.transfer,
      dayCell(row.finishedAt),
    ]),
  )
}

/** A partner's own payouts, the newest five thousand. */
export async function payoutsFile({ db }: Pick<Deps, 'db'>, partnerId: string): Promise<string> {
  const rows = await listPayoutsOfPartner(db, partnerId, undefined, 5_000)
  return csvOf(
    ['id', 'amount_minor', 'amount', 'currency', 'status', 'stripe_account', 'transfer', 'prepared_on', 'sent_on'],
    rows.map((row) => [
      row.id,
      ...amountCells(row.amountMinor, row.currency),
      row.status,
      row.destination,
      row.transfer,
      dayCell(row.reservedAt),
      row.status === 'paid' ? dayCell(row.finishedAt) : null,
    ]),
  )
}
