import type { Child } from 'hono/jsx'
import type { Currency } from '../../schema/currency.ts'
import { DataTable } from './data-table.tsx'
import { Money } from './money.tsx'
import { type PlannedStatus, StaffPayoutState } from './payout-state.tsx'
import { LiveRegion, Progress } from './progress.tsx'
import { Sheet } from './sheet.tsx'

export type RunCountRow = { currency: Currency; status: PlannedStatus; n: number; amountMinor: number }

const over: readonly PlannedStatus[] = ['paid', 'released', 'skipped']

type RunProgressProps = {
  counts: readonly RunCountRow[]
  moves: boolean
  /** The run's own state, which changes with the figures. */
  state: Child
  children?: Child
}

/** How far a run is, from the figures the database keeps; renews itself while it moves. */
export const RunProgress = ({ counts, moves, state, children }: RunProgressProps) => {
  const total = counts.reduce((sum, { n }) => sum + n, 0)
  const done = counts.filter(({ status }) => over.includes(status)).reduce((sum, { n }) => sum + n, 0)
  return (
    <LiveRegion id="progress" every={moves ? 2 : undefined}>
      <Sheet title={moves ? 'Being sent' : 'Result'} aside={state}>
        <Progress label="Payouts" done={done} total={total} />
        <DataTable
          caption="Payouts by state"
          rows={counts}
          columns={[
            { key: 'state', head: 'State', rowHead: true, cell: (row) => <StaffPayoutState status={row.status} /> },
            { key: 'n', head: 'Payouts', number: true, cell: (row) => row.n },
            { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
          ]}
        />
      </Sheet>
      {children}
    </LiveRegion>
  )
}
