import type { Currency } from '../../schema/currency.ts'
import type { RunSummary } from '../../schema/payout-runs.ts'
import { DataTable } from './data-table.tsx'
import { Money } from './money.tsx'
import { runName } from './run-state.tsx'
import { Sheet } from './sheet.tsx'
import { ShortId } from './short-id.tsx'

export type RunDifference = { currency: Currency; n: number; amountMinor: number }

/** What an approver weighs: totals, the difference to the last run, the ten largest, and who is paid somewhere new. */
export const RunSummaryView = ({ summary, differences }: { summary: RunSummary; differences: readonly RunDifference[] }) => (
  <div class="grid">
    <Sheet title="Totals">
      <DataTable
        caption="Totals by currency"
        rows={summary.totals}
        columns={[
          { key: 'currency', head: 'Currency', rowHead: true, cell: (row) => row.currency.toUpperCase() },
          { key: 'n', head: 'Payouts', number: true, cell: (row) => row.n },
          { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ]}
      />
    </Sheet>
    <Sheet title={summary.lastRun ? `Difference to ${runName(summary.lastRun.id)}` : 'The first run'}>
      {summary.lastRun ? (
        <DataTable
          caption="Difference to the last run"
          rows={differences}
          columns={[
            { key: 'currency', head: 'Currency', rowHead: true, cell: (row) => row.currency.toUpperCase() },
            { key: 'n', head: 'Payouts', number: true, cell: (row) => signed(row.n) },
            { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
          ]}
        />
      ) : (
        <p class="soft">There is no earlier run to compare with.</p>
      )}
    </Sheet>
    <Sheet title="The largest">
      <DataTable
        caption="The ten largest of each currency"
        rows={summary.largest}
        columns={[
          { key: 'partner', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
          { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ]}
      />
    </Sheet>
    <Sheet title="Paid there for the first time">
      {summary.newDestinations.length === 0 ? (
        <p class="soft">Nobody: every account was paid before.</p>
      ) : (
        <DataTable
          caption="Accounts that were never paid before"
          rows={summary.newDestinations}
          columns={[
            { key: 'partner', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
            { key: 'destination', head: 'Stripe account', cell: (row) => <ShortId id={row.destination} /> },
          ]}
        />
      )}
    </Sheet>
  </div>
)

const signed = (n: number): string => (n > 0 ? `+${n}` : String(n).replace('-', '−'))
