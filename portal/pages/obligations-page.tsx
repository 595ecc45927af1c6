import type { Currency } from '../../schema/currency.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Filters } from '../components/filters.tsx'
import { DayOf } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'

type OwedLine = {
  id: string
  agreementId: string
  company: string
  activity: string
  due: number
  promised: number
  dueOn: string
  isLate: boolean
  discount: { amountMinor: number; receivableMinor: number; currency: Currency } | undefined
}

type ObligationsPageProps = {
  lines: OwedLine[]
  late: boolean
  /** Of all signed agreements, by currency: currencies are never added. */
  totals: { currency: Currency; givenMinor: number; coveredMinor: number; receivableMinor: number }[]
  olderHref: string | undefined
}

export const ObligationsPage = ({ lines, late, totals, olderHref }: ObligationsPageProps) => (
  <>
    <PageHead
      title="Obligations due"
      lead="Discount that was given against activities: what has come back, and what is still receivable. Each activity of an agreement weighs the same."
      actions={
        <ButtonLink href="/obligations/due.csv" download="obligations.csv">
          Download CSV
        </ButtonLink>
      }
    />
    {totals.length > 0 && (
      <FigureRow
        figures={totals.map(({ currency, givenMinor, coveredMinor, receivableMinor }) => ({
          label: `Receivable in ${currency.toUpperCase()}`,
          value: <Money amountMinor={receivableMinor} currency={currency} />,
          note: (
            <>
              of <Money amountMinor={givenMinor} currency={currency} /> given, <Money amountMinor={coveredMinor} currency={currency} /> came
              back
            </>
          ),
        }))}
      />
    )}
    <Filters action="/obligations" clearHref={late ? '/obligations' : undefined}>
      <SelectField
        name="late"
        label="Which"
        optional
        emptyLabel="All that is due"
        value={late ? 'yes' : ''}
        options={[{ value: 'yes', label: 'Late only' }]}
      />
    </Filters>
    <DataTable
      caption="Obligations due"
      rows={lines}
      columns={[
        { key: 'until', head: 'Until', cell: (row) => <DayOf day={row.dueOn} /> },
        { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/agreements/${row.agreementId}`}>{row.company}</a> },
        { key: 'activity', head: 'Activity', cell: (row) => row.activity },
        { key: 'due', head: 'Left', number: true, cell: (row) => `${row.due} of ${row.promised}` },
        { key: 'state', head: 'State', cell: (row) => (row.isLate ? <Badge tone="warn">Late</Badge> : <Badge tone="wait">Owed</Badge>) },
        {
          key: 'discount',
          head: 'Discount of the agreement',
          number: true,
          cell: (row) => (row.discount ? <Money amountMinor={row.discount.amountMinor} currency={row.discount.currency} /> : 'None'),
        },
        {
          key: 'receivable',
          head: 'Receivable of it',
          number: true,
          cell: (row) => (row.discount ? <Money amountMinor={row.discount.receivableMinor} currency={row.discount.currency} /> : 'None'),
        },
      ]}
      blank={
        late ? (
          <BlankSlate title="Nothing is late" action={<ButtonLink href="/obligations">Show all that is due</ButtonLink>}>
            Every activity is still within its time.
          </BlankSlate>
        ) : (
          <BlankSlate title="Nothing is due" action={<ButtonLink href="/agreements">Agreements</ButtonLink>}>
            Activities appear here when both sides have signed an agreement.
          </BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
