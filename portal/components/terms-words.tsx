import { DataTable } from './data-table.tsx'

export type TermsInWords = { lines: { deals: string; words: string; example: string }[]; holdDays: number }

/** What terms give, kind by kind, with an example that was counted by the rule itself. */
export const TermsWords = ({ terms }: { terms: TermsInWords }) => (
  <>
    <DataTable
      caption="What each kind of deal earns"
      stack
      rows={terms.lines}
      columns={[
        { key: 'deals', head: 'Kind', rowHead: true, stack: 'start', cell: (row) => capital(row.deals) },
        { key: 'words', head: 'Earns', cell: (row) => row.words },
        { key: 'example', head: 'Example', cell: (row) => <span class="soft">{row.example}</span> },
      ]}
    />
    <p>
      A commission waits {terms.holdDays === 1 ? '1 day' : `${terms.holdDays} days`} from the payment, then it is ready for the next payout.
      Amounts are rounded down to what a currency can be paid in.
    </p>
  </>
)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
