import type { Currency } from '../../schema/currency.ts'
import { accountInWords } from '../components/account-kind.ts'
import { DataTable } from '../components/data-table.tsx'
import { Figure } from '../components/figure.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import type { LedgerTransactionRow } from '../components/posting-columns.tsx'
import { postingColumns } from '../components/posting-columns.tsx'
import { ShortId } from '../components/short-id.tsx'

type LedgerAccountPageProps = {
  account: string
  /** Whose account it is; undefined for the company's own. */
  partner: string | undefined
  currency: Currency
  balanceMinor: number
  entries: (LedgerTransactionRow & { entryMinor: number; balanceMinor: number })[]
  olderHref: string | undefined
}

export const LedgerAccountPage = ({ account, partner, currency, balanceMinor, entries, olderHref }: LedgerAccountPageProps) => (
  <>
    <PageHead
      title={partner ? `${partner}: ${accountInWords(account)}` : accountInWords(account)}
      lead={<ShortId id={account} />}
      back={{ href: '/ledger', label: 'Ledger' }}
    />
    <Figure label="Balance" value={<Money amountMinor={balanceMinor} currency={currency} />} />
    <DataTable
      caption="Entries, the newest first"
      rows={entries}
      columns={[
        ...postingColumns,
        { key: 'entry', head: 'Entry', number: true, cell: (row) => <Money amountMinor={row.entryMinor} currency={currency} /> },
        {
          key: 'balance',
          head: 'Balance after',
          number: true,
          cell: (row) => <Money amountMinor={row.balanceMinor} currency={currency} />,
        },
      ]}
    />
    <Pager olderHref={olderHref} />
  </>
)
