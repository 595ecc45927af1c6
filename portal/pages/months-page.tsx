import type { Currency } from '../../schema/currency.ts'
import { Amounts } from '../components/amounts.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { DataTable } from '../components/data-table.tsx'
import { formatFullMonth } from '../components/format-date.ts'
import { type MonthState, MonthStateBadge } from '../components/month-state.tsx'
import { PageHead } from '../components/page-head.tsx'

type Amount = { currency: Currency; amountMinor: number }

export type MonthRow = {
  month: string
  state: MonthState
  /** What commissions cost in it, what left by transfers, and what more is owed at its end than at its beginning. */
  cost: Amount[]
  paid: Amount[]
  owed: Amount[]
}

export const MonthsPage = ({ months }: { months: MonthRow[] }) => (
  <>
    <PageHead
      title="Months"
      lead="Finance prepares a month’s close, an approver confirms it. A closed month takes no posting any more."
      back={{ href: '/ledger', label: 'Ledger' }}
    />
    <DataTable
      caption="Months, the newest first"
      rows={months}
      columns={[
        {
          key: 'month',
          head: 'Month',
          rowHead: true,
          cell: (row) => <a href={`/ledger/months/${row.month}`}>{formatFullMonth(new Date(`${row.month}-01`))}</a>,
        },
        { key: 'state', head: 'State', cell: (row) => <MonthStateBadge state={row.state} /> },
        { key: 'cost', head: 'Cost of commissions', number: true, cell: (row) => <Amounts amounts={row.cost} /> },
        { key: 'paid', head: 'Left by transfers', number: true, cell: (row) => <Amounts amounts={row.paid} /> },
        { key: 'owed', head: 'Change of what is owed', number: true, cell: (row) => <Amounts amounts={row.owed} /> },
      ]}
      blank={<BlankSlate title="Nothing is posted yet">The first commission begins the first month.</BlankSlate>}
    />
  </>
)
