import type { VendorFee, VendorFeeTotal } from '../../schema/deal-kinds.ts'
import { vendorFeeStatuses } from '../../schema/deal-kinds.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { DayOf } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { FeeState, feeWords } from '../components/vendor-fee-state.tsx'

type VendorFeesPageProps = {
  fees: (VendorFee & { company: string })[]
  /** One a currency: they are never added. */
  totals: VendorFeeTotal[]
  status: string
  today: string
  olderHref: string | undefined
  mayRecord: boolean
}

export const VendorFeesPage = ({ fees, totals, status, today, olderHref, mayRecord }: VendorFeesPageProps) => (
  <>
    <PageHead
      title="Vendor fees"
      lead="What vendors owe us for customers we sent them: expected against received. None of it stands among the commissions."
      actions={
        <>
          <ButtonLink href="/vendor-fees/fees.csv" download="vendor-fees.csv">
            Download CSV
          </ButtonLink>
          {mayRecord && (
            <ButtonLink kind="primary" href="/vendor-fees/new">
              Expect a fee
            </ButtonLink>
          )}
        </>
      }
    />
    {totals.length > 0 && (
      <FigureRow
        figures={totals.map(({ currency, expectedMinor, receivedMinor, writtenOffMinor }) => ({
          label: `Received in ${currency.toUpperCase()}`,
          value: <Money amountMinor={receivedMinor} currency={currency} />,
          note: (
            <>
              of <Money amountMinor={expectedMinor} currency={currency} /> expected,{' '}
              <Money amountMinor={writtenOffMinor} currency={currency} /> written off
            </>
          ),
        }))}
      />
    )}
    <Filters action="/vendor-fees" clearHref={status ? '/vendor-fees' : undefined}>
      <StateFilter value={status} states={vendorFeeStatuses} wordOf={(state) => feeWords[state].word} />
    </Filters>
    <DataTable
      caption="Vendor fees"
      rows={fees}
      columns={[
        { key: 'vendor', head: 'Vendor', rowHead: true, cell: (row) => <a href={`/vendor-fees/${row.id}`}>{row.vendor}</a> },
        { key: 'company', head: 'Customer', cell: (row) => row.company },
        { key: 'due', head: 'Due', cell: (row) => <DayOf day={row.dueOn} /> },
        {
          key: 'expected',
          head: 'Expected',
          number: true,
          cell: (row) => <Money amountMinor={row.expectedMinor} currency={row.currency} />,
        },
        {
          key: 'received',
          head: 'Received',
          number: true,
          cell: (row) => <Money amountMinor={row.receivedMinor} currency={row.currency} />,
        },
        { key: 'told', head: 'Customer told', cell: (row) => (row.disclosedOn ? <DayOf day={row.disclosedOn} /> : 'Not yet') },
        { key: 'state', head: 'State', cell: (row) => <FeeState {...row} today={today} /> },
      ]}
      blank={
        status ? (
          <BlankSlate title="No fee is in this state" action={<ButtonLink href="/vendor-fees">Show all</ButtonLink>}>
            Choose another state, or clear the filter.
          </BlankSlate>
        ) : (
          <BlankSlate title="No vendor owes us a fee" action={mayRecord && <ButtonLink href="/vendor-fees/new">Expect a fee</ButtonLink>}>
            When a vendor pays for a customer we sent it, that stands here from the day it is expected.
          </BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
