import type { Currency } from '../../schema/currency.ts'
import type { Template } from '../../schema/ledger.ts'
import type { Column } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { ShortId } from './short-id.tsx'

export type LedgerTransactionRow = {
  seq: number
  id: string
  template: Template
  ref: string
  debit: string
  credit: string
  amountMinor: number
  currency: Currency
  effectiveAt: Date
}

/** What every list of postings says first: when, what and about which record. */
export const postingColumns: readonly Column<LedgerTransactionRow>[] = [
  { key: 'at', head: 'On', cell: (row) => <Instant at={row.effectiveAt} /> },
  { key: 'template', head: 'Posting', rowHead: true, cell: (row) => row.template.replace('_', ' ') },
  {
    key: 'ref',
    head: 'Reference',
    cell: (row) => (
      <a href={`/ledger?ref=${encodeURIComponent(row.ref)}`}>
        <ShortId id={row.ref} />
      </a>
    ),
  },
]
