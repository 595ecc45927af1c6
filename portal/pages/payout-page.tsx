import type { Child } from 'hono/jsx'
import type { Currency } from '../../schema/currency.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { BankLeg, type BankLegProps } from '../components/bank-leg.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Figure } from '../components/figure.tsx'
import { formatDay } from '../components/format-date.ts'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartnerPayoutState } from '../components/payout-state.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'

type PayoutPageProps = {
  payout: {
    id: string
    currency: Currency
    amountMinor: number
    status: PayoutStatus
    destination: string
    transfer: string | null
    reservedAt: Date
    finishedAt: Date | null
  }
  /** Why it was not sent or is being checked, in words. */
  reason: string | null
  /** Stripe's payout to the bank that carries it, once Stripe has made one. */
  bank: BankLegProps | undefined
  /** What was taken back of it since. */
  reversed: { commissionId: string; amountMinor: number }[]
  lines: { commissionId: string; receiptOf: string; amountMinor: number; kind: string; company: string | null }[]
}

const next: Record<PayoutStatus, string> = {
  reserved: 'Two people of ours agreed to it. It is sent next; you need do nothing.',
  sending: 'It is on its way to your Stripe account. Stripe pays it out to your bank from there.',
  unknown: 'We are checking with Stripe whether it arrived. It will be sent only once.',
  stuck: 'We are checking with Stripe whether it arrived, and a person of ours decides. It will be sent only once.',
  paid: 'It is in your Stripe account. Stripe pays it out to your bank, usually within a few days.',
  released: 'The amount is back in your balance and stands ready for a later payout.',
}

/** Once Stripe has made a bank payout, that tells more than what usually follows. */
const noteOf = (payout: PayoutPageProps['payout'], reason: string | null, bank: BankLegProps | undefined): Child => {
  if (payout.status === 'paid') return bank ? <BankLeg {...bank} why={null} /> : next.paid
  return reason ? `${reason} ${next[payout.status]}` : next[payout.status]
}

export const PayoutPage = ({ payout, reason, bank, reversed, lines }: PayoutPageProps) => (
  <>
    <PageHead
      title={`Payout of ${formatDay(payout.reservedAt)}`}
      state={<PartnerPayoutState status={payout.status} />}
      back={{ href: '/payouts', label: 'Payouts' }}
    />
    <Figure
      label="Amount"
      value={<Money amountMinor={payout.amountMinor} currency={payout.currency} />}
      note={noteOf(payout, reason, bank)}
    />
    {bank?.status === 'failed' && (
      <Notice tone="warn" title="Your bank refused it" action={<ButtonLink href="/get-paid">Correct the bank account</ButtonLink>}>
        {bank.why} The money waits in your Stripe account. Correct your bank account there; Stripe then sends it again by itself.
      </Notice>
    )}
    <Sheet title="Details">
      <Facts
        wide
        facts={[
          { label: 'Approved', value: <Instant at={payout.reservedAt} /> },
          ...(payout.status === 'paid' && payout.finishedAt ? [{ label: 'Sent', value: <Instant at={payout.finishedAt} /> }] : []),
          { label: 'To your Stripe account', value: <ShortId id={payout.destination} /> },
          ...(bank ? [{ label: 'To your bank', value: <BankLeg {...bank} /> }] : []),
          ...reversed.map(({ commissionId, amountMinor }) => ({
            label: 'Taken back',
            value: (
              <a href={`/earnings/${commissionId}`}>
                <Money amountMinor={amountMinor} currency={payout.currency} />
              </a>
            ),
          })),
          ...(payout.transfer ? [{ label: 'Transfer', value: <ShortId id={payout.transfer} /> }] : []),
          { label: 'Payout', value: <ShortId id={payout.id} /> },
        ]}
      />
    </Sheet>
    <Sheet title="What it pays for">
      <DataTable
        caption="Commissions in this payout"
        stack
        rows={lines}
        columns={[
          {
            key: 'what',
            head: 'For',
            rowHead: true,
            stack: 'start',
            cell: (row) => <a href={`/earnings/${row.receiptOf}`}>{row.company ?? 'Receipt'}</a>,
          },
          { key: 'kind', head: 'Kind', cell: (row) => (row.kind === 'earned' ? 'Commission' : 'Correction') },
          {
            key: 'amount',
            head: 'Amount',
            number: true,
            stack: 'end',
            cell: (row) => <Money amountMinor={row.amountMinor} currency={payout.currency} />,
          },
        ]}
        totals={[{ label: 'Together', values: { amount: <Money amountMinor={payout.amountMinor} currency={payout.currency} /> } }]}
      />
    </Sheet>
  </>
)
