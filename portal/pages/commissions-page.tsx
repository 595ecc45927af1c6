import type { Child } from 'hono/jsx'
import { type CommissionKind, commissionStatuses } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CommissionReason, type CommissionState, commissionWords } from '../components/commission-state.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { Sheet } from '../components/sheet.tsx'

type CommissionLine = {
  id: string
  receiptOf: string
  kind: CommissionKind
  amountMinor: number
  currency: Currency
  accruedAt: Date
  partnerId: string
  partner: string
  company: string | null
  state: CommissionState
}

type CommissionsProps = {
  /** What a person has to decide, newest first; absent while a filter is set. */
  toReview: CommissionLine[] | undefined
  commissions: CommissionLine[]
  status: string
  partner: { id: string; name: string } | undefined
  olderHref: string | undefined
}

export const CommissionsPage = ({ toReview, commissions, status, partner, olderHref }: CommissionsProps) => (
  <>
    <PageHead
      title={partner ? `Commissions of ${partner.name}` : 'Commissions'}
      lead="What partners earned by the payments of customers they referred, with every correction."
      back={partner && { href: `/partners/${partner.id}`, label: partner.name }}
    />
    {toReview && (
      <Sheet title="To review" aside={<a href="/commissions?status=on_hold">All on hold</a>}>
        <CommissionTable
          caption="Commissions to review"
          rows={toReview}
          blank={
            <BlankSlate title="Nothing to review">A commission that is put on hold stands here until somebody decides about it.</BlankSlate>
          }
        />
      </Sheet>
    )}
    <Filters action="/commissions" clearHref={status || partner ? '/commissions' : undefined}>
      {partner && <input type="hidden" name="partner" value={partner.id} />}
      <StateFilter value={status} states={commissionStatuses} wordOf={(state) => commissionWords[state].word} />
    </Filters>
    <CommissionTable
      caption="Commissions"
      rows={commissions}
      blank={
        status || partner ? (
          <BlankSlate title="No commission fits" action={<ButtonLink href="/commissions">Show all</ButtonLink>}>
            There is none with what you chose.
          </BlankSlate>
        ) : (
          <BlankSlate title="No commissions yet">They appear with the first payment of a deal whose credit a partner has.</BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)

const CommissionTable = ({ caption, rows, blank }: { caption: string; rows: CommissionLine[]; blank: Child }) => (
  <DataTable
    caption={caption}
    rows={rows}
    columns={[
      { key: 'at', head: 'Date', cell: (row) => <Day at={row.accruedAt} /> },
      {
        key: 'company',
        head: 'Customer',
        rowHead: true,
        cell: (row) => <a href={`/commissions/${row.receiptOf}`}>{row.company ?? row.kind}</a>,
      },
      { key: 'partner', head: 'Partner', cell: (row) => row.partner },
      { key: 'kind', head: 'What', cell: (row) => <span class="soft">{row.kind === 'earned' ? 'Commission' : 'Correction'}</span> },
      { key: 'state', head: 'State', cell: (row) => <CommissionReason {...row.state} /> },
      { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
    ]}
    blank={blank}
  />
)
