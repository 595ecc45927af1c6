import type { QuoteChannel, QuoteStatus } from '../../schema/quotes.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { channelOptions, channelsInWords, QuoteState, statusOptions } from '../components/quote-words.tsx'
import { SelectField } from '../components/select-field.tsx'

type Row = {
  id: string
  company: string
  author: string
  text: string
  channels: readonly QuoteChannel[]
  status: QuoteStatus
  editText: string | null
  endsOn: string
  shownAs: string
}

type QuotesPageProps = {
  quotes: Row[]
  filter: { status: string; channel: string; customer: string }
  /** The customer that the list is narrowed to. */
  customer: { id: string; company: string } | undefined
  mayChange: boolean
  olderHref: string | undefined
}

/** Every line about working with us, with and without a yes to show it: staff alone read this page. */
export const QuotesPage = ({ quotes, filter, customer, mayChange, olderHref }: QuotesPageProps) => {
  const isFiltered = Boolean(filter.status || filter.channel || filter.customer)
  return (
    <>
      <PageHead
        title={customer ? `Quotes of ${customer.company}` : 'Quotes'}
        lead="Lines about working with us. One is shown only where its author allowed it, and where the company gave its own permission for exactly these words."
        actions={
          <>
            {mayChange && customer && <ButtonLink href={`/quotes/new?prospect=${customer.id}`}>Write down a line</ButtonLink>}
            <ButtonLink href="/surveys">Surveys</ButtonLink>
            <ButtonLink href="/wall">The public wall</ButtonLink>
            <ButtonLink href="/quotes/file.csv" download="">
              What may be shown (CSV)
            </ButtonLink>
          </>
        }
      />
      <Filters action="/quotes" clearHref={isFiltered ? '/quotes' : undefined}>
        <SelectField name="status" label="State" optional emptyLabel="All" value={filter.status} options={statusOptions} />
        <SelectField name="channel" label="Allowed for" optional emptyLabel="All" value={filter.channel} options={channelOptions} />
        {customer && <input type="hidden" name="customer" value={customer.id} />}
      </Filters>
      <DataTable
        caption="Quotes"
        rows={quotes}
        columns={[
          {
            key: 'text',
            head: 'Line',
            rowHead: true,
            cell: (row) => <a href={`/quotes/${row.id}`}>{row.text.length > 90 ? `${row.text.slice(0, 88)}…` : row.text}</a>,
          },
          { key: 'company', head: 'Customer', cell: (row) => row.company },
          { key: 'by', head: 'Shown as', cell: (row) => row.shownAs },
          { key: 'channels', head: 'Allowed for', cell: (row) => channelsInWords(row.channels) },
          { key: 'until', head: 'Until', cell: (row) => <DayOf day={row.endsOn} /> },
          {
            key: 'state',
            head: 'State',
            cell: (row) => <QuoteState status={row.status} waits={row.editText !== null && row.status === 'offered'} />,
          },
        ]}
        blank={
          isFiltered ? (
            <BlankSlate title="None like this" action={<ButtonLink href="/quotes">Show all quotes</ButtonLink>}>
              {customer && mayChange ? (
                <>
                  There is no such line of {customer.company}. <a href={`/quotes/new?prospect=${customer.id}`}>Write down a line</a>
                </>
              ) : (
                'There is no line in this state and place.'
              )}
            </BlankSlate>
          ) : (
            <BlankSlate title="No quotes yet" action={<ButtonLink href="/surveys">Surveys</ButtonLink>}>
              The last question of a survey asks for one. A line that somebody gave elsewhere is written down from its customer’s page.
            </BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </>
  )
}
