import type { Currency } from '../../schema/currency.ts'
import { type DealStatus, dealStatuses } from '../../schema/deals.ts'
import type { DealKind } from '../../schema/terms.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { DealState, dealWords, kindWords } from '../components/deal-words.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'

type DealLine = {
  id: string
  name: string
  kind: DealKind
  currency: Currency
  amountMinor: number
  status: DealStatus
  openedAt: Date
  company: string
  partner: string | null
}

type DealsProps = { deals: DealLine[]; status: string; olderHref: string | undefined; mayOpen: boolean }

export const DealsPage = ({ deals, status, olderHref, mayOpen }: DealsProps) => (
  <>
    <PageHead
      title="Deals"
      lead="What prospects buy, and whose credit it is. Credit and terms freeze when a deal is opened."
      actions={mayOpen && <ButtonLink href="/prospects">Choose a prospect for a new deal</ButtonLink>}
    />
    <Filters action="/deals" clearHref={status ? '/deals' : undefined}>
      <StateFilter value={status} states={dealStatuses} wordOf={(state) => dealWords[state].word} />
    </Filters>
    <DataTable
      caption="Deals"
      rows={deals}
      columns={[
        { key: 'at', head: 'Opened', cell: (row) => <Day at={row.openedAt} /> },
        { key: 'company', head: 'Prospect', rowHead: true, cell: (row) => <a href={`/deals/${row.id}`}>{row.company}</a> },
        { key: 'name', head: 'Deal', cell: (row) => row.name },
        { key: 'kind', head: 'Kind', cell: (row) => kindWords[row.kind] },
        { key: 'partner', head: 'Credit', cell: (row) => row.partner ?? <span class="soft">Nobody</span> },
        { key: 'state', head: 'State', cell: (row) => <DealState status={row.status} /> },
        { key: 'amount', head: 'Agreed', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
      ]}
      blank={
        status ? (
          <BlankSlate title="No deal in this state" action={<ButtonLink href="/deals">Show all deals</ButtonLink>}>
            There is none in the state you chose.
          </BlankSlate>
        ) : (
          <BlankSlate title="No deals yet" action={<ButtonLink href="/prospects">Prospects</ButtonLink>}>
            Open one from a prospect's page. A payment at Stripe by somebody a partner referred opens its deal by itself.
          </BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
