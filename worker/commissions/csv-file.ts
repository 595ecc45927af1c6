import { amountCells, csvOf, dayCell } from '../csv.ts'
import { readAll } from '../cursor.ts'
import type { Db } from '../database.ts'
import { type CommissionFilter, type FileRow, listForFile } from './store-pages.ts'

const header = [
  'id',
  'accrued_on',
  'prospect',
  'partner',
  'group',
  'terms_version',
  'deal_kind',
  'payment',
  'base_minor',
  'rate_bps',
  'amount_minor',
  'amount',
  'currency',
  'status',
  'hold_ends_on',
  'payout',
]

/** A partner's commissions as a file (domain.md B7), newest first. */
export async function commissionsFile(db: Db, partnerId: string, { status }: Pick<CommissionFilter, 'status'>): Promise<string> {
  const rows = await readAll(
    (cursor, limit) => listForFile(db, partnerId, { status, cursor, limit }),
    (row) => ({ at: row.accruedAt, id: row.id }),
  )
  return csvOf(header, rows.map(cellsOf))
}

const cellsOf = (row: FileRow) => [
  row.id,
  dayCell(row.accruedAt),
  row.company,
  row.partner,
  row.group,
  row.termsVersion,
  row.dealKind,
  row.paymentId,
  row.baseMinor,
  row.rateBps,
  ...amountCells(row.amountMinor, row.currency),
  row.status,
  dayCell(row.maturesAt),
  row.payoutId,
]
