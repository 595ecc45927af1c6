import type { Currency } from '../../schema/currency.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { Amounts } from '../components/amounts.tsx'
import { BankLeg, type BankLegProps } from '../components/bank-leg.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Day } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { PartnerPayoutState } from '../components/payout-state.tsx'

type PayoutsPageProps = {
  payouts: { id: string; currency: Currency; amountMinor: number; status: PayoutStatus; at: Date; bank: BankLegProps | undefined }[]
  ready: { currency: Currency; amountMinor: number }[]
  onTheWay: { currency: Currency; amountMinor: number }[]
  olderHref: string | undefined
}

export const PayoutsPage = ({ payouts, ready, onTheWay, olderHref }: PayoutsPageProps) => (
  <>
    <PageHead
      title="Payouts"
      lead="What was sent to your Stripe account."
      actions={
        <>
          <ButtonLink href="/payouts/statements">Statements</ButtonLink>
          {payouts.length > 0 && (
            <ButtonLink href="/payouts/payouts.csv" download="payouts.csv">
              Download CSV
            </ButtonLink>
          )}
        </>
      }
    />
    <FigureRow
      figures={[
        { label: 'Ready for the next payout', value: <Amounts amounts={ready} none="Nothing yet" /> },
        { label: 'On its way', value: <Amounts amounts={onTheWay} none="Nothing now" /> },
      ]}
    />
    <DataTable
      caption="Payouts"
      stack
      rows={payouts}
      columns={[
        {
          key: 'at',
          head: 'Date',
          rowHead: true,
          stack: 'start',
          cell: (row) => (
            <a href={`/payouts/${row.id}`}>
              <Day at={row.at} />
            </a>
          ),
        },
        {
          key: 'state',
          head: 'State',
          cell: (row) => (row.bank ? <BankLeg {...row.bank} why={null} /> : <PartnerPayoutState status={row.status} />),
        },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
        },
      ]}
      blank={
        <BlankSlate title="No payouts yet" action={<ButtonLink href="/earnings">Look at your earnings</ButtonLink>}>
          What you earned is paid once its waiting period is over and it reaches the minimum. Nothing is lost below it: it is carried
          forward.
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
