import type { Currency } from '../../schema/currency.ts'
import { type PayoutRun, type RunStatus, runStatuses } from '../../schema/payout-runs.ts'
import { Amounts } from '../components/amounts.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { RunState, runName, runWord } from '../components/run-state.tsx'
import { SelectField } from '../components/select-field.tsx'

type Row = Pick<PayoutRun, 'id' | 'status' | 'paused' | 'preparedAt'> & {
  preparedBy: string
  n: number
  totals: { currency: Currency; amountMinor: number }[]
}

type RunsPageProps = { runs: Row[]; status: RunStatus | undefined; mayPrepare: boolean; olderHref: string | undefined }

const states = runStatuses.map((value) => ({ value, label: runWord(value) }))

export const RunsPage = ({ runs, status, mayPrepare, olderHref }: RunsPageProps) => {
  const preview = (
    <ButtonLink kind={mayPrepare ? 'primary' : 'plain'} href="/runs/new">
      Who can be paid now
    </ButtonLink>
  )
  return (
    <>
      <PageHead title="Payout runs" lead="Prepared by one person, approved by another, sent once." actions={preview} />
      <Filters action="/runs" clearHref={status ? '/runs' : undefined}>
        <SelectField name="status" label="State" options={states} emptyLabel="Any state" value={status} optional />
      </Filters>
      <DataTable
        caption="Payout runs"
        rows={runs}
        columns={[
          { key: 'run', head: 'Run', rowHead: true, cell: (row) => <a href={`/runs/${row.id}`}>{runName(row.id)}</a> },
          { key: 'state', head: 'State', cell: (row) => <RunState status={row.status} paused={row.paused} /> },
          { key: 'by', head: 'Prepared by', cell: (row) => row.preparedBy },
          { key: 'at', head: 'Prepared', cell: (row) => <Instant at={row.preparedAt} /> },
          { key: 'n', head: 'Payouts', number: true, cell: (row) => row.n },
          { key: 'amount', head: 'Amount', number: true, cell: (row) => <Amounts amounts={row.totals} /> },
        ]}
        blank={
          status ? (
            <BlankSlate title="No run in this state" action={<ButtonLink href="/runs">Show all</ButtonLink>} />
          ) : (
            <BlankSlate title="No payout runs yet" action={preview}>
              A run pays every partner whose commissions are approved. Look first at who can be paid, and who is blocked by what.
            </BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </>
  )
}
