import { type CommissionKind, commissionStatuses } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import { Amounts } from '../components/amounts.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CommissionReason, type CommissionState, commissionWords } from '../components/commission-state.tsx'
import { DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'

export type Earning = {
  id: string
  receiptOf: string
  kind: CommissionKind
  amountMinor: number
  currency: Currency
  accruedAt: Date
  company: string | null
  state: CommissionState
}
type Amount = { currency: Currency; amountMinor: number }

type EarningsProps = {
  earnings: Earning[]
  balances: { waiting: Amount[]; ready: Amount[]; onHold: Amount[]; beingPaid: Amount[] }
  status: string
  fileHref: string
  olderHref: string | undefined
}

export const EarningsPage = ({ earnings, balances, status, fileHref, olderHref }: EarningsProps) => (
  <>
    <PageHead
      title="Earnings"
      lead="Your share of each payment by somebody you referred. Each line has a receipt that says how it was counted."
      actions={
        <>
          <ButtonLink href="/earnings/terms">Your terms</ButtonLink>
          <ButtonLink href={fileHref} download="earnings.csv">
            Download CSV
          </ButtonLink>
        </>
      }
    />
    <FigureRow
      figures={[
        { label: 'Ready for the next payout', value: <Amounts amounts={balances.ready} /> },
        { label: 'In the waiting period', value: <Amounts amounts={balances.waiting} /> },
        ...(balances.onHold.length > 0 ? [{ label: 'On hold', value: <Amounts amounts={balances.onHold} /> }] : []),
        ...(balances.beingPaid.length > 0 ? [{ label: 'Being paid', value: <Amounts amounts={balances.beingPaid} /> }] : []),
      ]}
    />
    <Filters action="/earnings" clearHref={status ? '/earnings' : undefined}>
      <StateFilter value={status} states={commissionStatuses} wordOf={(state) => commissionWords[state].word} />
    </Filters>
    <EarningsTable earnings={earnings} isFiltered={status !== ''} />
    <Pager olderHref={olderHref} />
  </>
)

const wordFor: Record<CommissionKind, string> = {
  earned: 'Commission',
  correction: 'Correction',
  adjustment: 'Adjustment',
  returned: 'Returned transfer',
  write_off: 'Written off',
}

const EarningsTable = ({ earnings, isFiltered }: { earnings: Earning[]; isFiltered: boolean }) => (
  <DataTable
    caption="Earnings"
    stack
    rows={earnings}
    columns={[
      { key: 'at', head: 'Date', cell: (row) => <Day at={row.accruedAt} /> },
      {
        key: 'company',
        head: 'For',
        rowHead: true,
        stack: 'start',
        cell: (row) => <a href={`/earnings/${row.receiptOf}`}>{row.company ?? wordFor[row.kind]}</a>,
      },
      { key: 'kind', head: 'What', cell: (row) => <span class="soft">{wordFor[row.kind]}</span> },
      { key: 'state', head: 'State', cell: (row) => <CommissionReason {...row.state} /> },
      {
        key: 'amount',
        head: 'Amount',
        number: true,
        stack: 'end',
        cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
      },
    ]}
    blank={
      isFiltered ? (
        <BlankSlate title="Nothing in this state" action={<ButtonLink href="/earnings">Show all earnings</ButtonLink>}>
          No commission of yours is in the state you chose.
        </BlankSlate>
      ) : (
        <BlankSlate title="No earnings yet" action={<ButtonLink href="/links">Make a link</ButtonLink>}>
          When somebody you referred has paid, your share stands here with its receipt.
        </BlankSlate>
      )
    }
  />
)
