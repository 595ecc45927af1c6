import type { Currency } from '../../schema/currency.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { ButtonLink } from '../components/button.tsx'
import { CommissionBadge, CommissionReason, type CommissionState } from '../components/commission-state.tsx'
import { DataTable } from '../components/data-table.tsx'
import { type Fact, Facts } from '../components/facts.tsx'
import { Figure } from '../components/figure.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PartnerPayoutState } from '../components/payout-state.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'

export type ReceiptProps = {
  id: string
  company: string | null
  currency: Currency
  state: CommissionState
  earnedMinor: number
  standsMinor: number
  accruedAt: Date
  payment: { paidAt: Date; paidMinor: number; baseMinor: number; returnedMinor: number } | null
  /** Of a reward: when the prospect took the step. */
  step: { happenedOn: string } | null
  /** `10 % of each payment for 12 months`, and the version it stands in. */
  rule: { words: string; version: number; rateBps: number | null; working: string | null; holdDays: number } | null
  /** `isStill`: the partner has it yet. `who` is `yours`, a partner's name for staff, or null for another partner. */
  credit: {
    isStill: boolean
    touch: string | null
    touchedAt: Date | null
    reason: string
    rules: string | null
    others: { kind: string; at: Date; why: string; who: string | null }[]
  } | null
  corrections: { id: string; amountMinor: number; accruedAt: Date; state: CommissionState }[]
  payouts: { id: string; status: PayoutStatus; transfer: string | null; finishedAt: Date | null }[]
  blocker: { words: string; href: string | null } | null
  /** An earned commission may be claimed. */
  isClaimable: boolean
}

/** Everything that explains one commission: nothing about it has to be asked. */
export const ReceiptPage = (receipt: ReceiptProps) => (
  <>
    <PageHead
      title={receipt.company ? `Receipt: ${receipt.company}` : 'Receipt'}
      state={<CommissionBadge {...receipt.state} />}
      back={{ href: '/earnings', label: 'Earnings' }}
    />
    <Figure
      label={receipt.corrections.length > 0 ? 'Stands at' : 'Amount'}
      value={<Money amountMinor={receipt.standsMinor} currency={receipt.currency} />}
      note={<Whereabouts {...receipt} />}
    />
    {receipt.blocker && (
      <Notice
        tone="warn"
        title="What it waits for"
        action={receipt.blocker.href && <ButtonLink href={receipt.blocker.href}>See to it</ButtonLink>}
      >
        {receipt.blocker.words}
      </Notice>
    )}
    <Sheet title="How it was counted">
      <Facts wide facts={countOf(receipt)} />
    </Sheet>
    {receipt.corrections.length > 0 && <Corrections {...receipt} />}
    {receipt.credit && <Credit credit={receipt.credit} />}
    {receipt.payouts.length > 0 && <Payouts payouts={receipt.payouts} />}
    {receipt.isClaimable && (
      <p class="soft">
        Does something not add up? <a href={`/claims/new?commission=${receipt.id}`}>Claim it</a>, and a person counts again.
      </p>
    )}
  </>
)

const Whereabouts = ({ state }: ReceiptProps) => {
  switch (state.status) {
    case 'pending':
      return (
        <>
          It becomes yours to be paid on <Day at={state.maturesAt} />, when the payment can no longer simply be returned.
        </>
      )
    case 'approved':
      return <>It goes with the next payout run.</>
    case 'in_payout':
      return <>It is part of a payout on its way.</>
    case 'paid':
      return <>It was sent to your Stripe account.</>
    case 'on_hold':
    case 'rejected':
    case 'voided':
      return <CommissionReason {...state} />
  }
}

function countOf({ payment, step, rule, earnedMinor, currency, accruedAt, id, state }: ReceiptProps): Fact[] {
  const counted: Fact[] = payment
    ? [
        { label: 'Customer paid on', value: <Day at={payment.paidAt} /> },
        { label: 'Paid', value: <Money amountMinor={payment.paidMinor} currency={currency} /> },
        { label: 'Of it counts (without tax)', value: <Money amountMinor={payment.baseMinor} currency={currency} /> },
        ...(payment.returnedMinor > 0
          ? [{ label: 'Returned to the customer', value: <Money amountMinor={payment.returnedMinor} currency={currency} /> }]
          : []),
      ]
    : []
  const ruled: Fact[] = rule
    ? [
        { label: 'Rule in force', value: `${rule.words} (version ${rule.version} of the terms)` },
        ...(rule.working ? [{ label: 'Counted', value: rule.working }] : []),
        ...(step ? [{ label: 'Reached on', value: step.happenedOn }] : []),
        ...(payment && rule.rateBps !== null && !rule.working
          ? [
              {
                label: 'Counted',
                value: <Sum baseMinor={payment.baseMinor} rateBps={rule.rateBps} earnedMinor={earnedMinor} currency={currency} />,
              },
            ]
          : []),
        { label: 'Waiting period', value: <Waiting holdDays={rule.holdDays} maturesAt={state.maturesAt} /> },
      ]
    : []
  // Nobody counted it: it was posted by people, who said why.
  const told: Fact[] = !payment && !rule && state.reason ? [{ label: 'Why', value: state.reason }] : []
  return [
    ...told,
    ...counted,
    ...ruled,
    { label: 'Written down', value: <Instant at={accruedAt} /> },
    { label: 'Number', value: <ShortId id={id} /> },
  ]
}

const Sum = ({
  baseMinor,
  rateBps,
  earnedMinor,
  currency,
}: {
  baseMinor: number
  rateBps: number
  earnedMinor: number
  currency: Currency
}) => (
  <>
    <Money amountMinor={baseMinor} currency={currency} /> × {rateBps / 100} % = <Money amountMinor={earnedMinor} currency={currency} />
  </>
)

const Waiting = ({ holdDays, maturesAt }: { holdDays: number; maturesAt: Date }) => (
  <>
    {holdDays} days, until <Day at={maturesAt} />
  </>
)

const Corrections = ({ corrections, earnedMinor, standsMinor, currency }: ReceiptProps) => (
  <Sheet title="Corrections">
    <p class="soft">
      Counted as <Money amountMinor={earnedMinor} currency={currency} />. What was paid out is never changed: a correction is set off
      against what you earn next.
    </p>
    <DataTable
      caption="Corrections"
      stack
      rows={corrections}
      columns={[
        { key: 'at', head: 'Date', stack: 'start', cell: (row) => <Day at={row.accruedAt} /> },
        { key: 'state', head: 'Why', cell: (row) => <CommissionReason {...row.state} /> },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (row) => <Money amountMinor={row.amountMinor} currency={currency} />,
        },
      ]}
      totals={[{ label: 'Stands at', values: { amount: <Money amountMinor={standsMinor} currency={currency} /> } }]}
    />
  </Sheet>
)

export const Credit = ({ credit, title }: { credit: NonNullable<ReceiptProps['credit']>; title?: string }) => (
  <Sheet title={title ?? (credit.isStill ? 'Why it is yours' : 'Why it is not yours any more')}>
    <p>
      {credit.reason}
      {credit.touch && credit.touchedAt && (
        <>
          {' '}
          {credit.touch} on <Instant at={credit.touchedAt} />
          {credit.rules && `, ${credit.rules}`}.
        </>
      )}
    </p>
    {credit.others.length > 0 && (
      <>
        <p class="soft">What else touched the same customer, and why it does not count:</p>
        <ul>
          {credit.others.map(({ kind, at, why, who }) => (
            <li>
              {kind} ({who ?? 'another partner'}), <Day at={at} />: {why}
            </li>
          ))}
        </ul>
      </>
    )}
  </Sheet>
)

const Payouts = ({ payouts }: { payouts: ReceiptProps['payouts'] }) => (
  <Sheet title="Payout">
    <DataTable
      caption="Payouts"
      stack
      rows={payouts}
      columns={[
        {
          key: 'id',
          head: 'Payout',
          stack: 'start',
          rowHead: true,
          cell: (row) => (
            <a href={`/payouts/${row.id}`}>
              <ShortId id={row.id} />
            </a>
          ),
        },
        { key: 'state', head: 'State', stack: 'end', cell: (row) => <PartnerPayoutState status={row.status} /> },
        { key: 'at', head: 'When', cell: (row) => (row.finishedAt ? <Instant at={row.finishedAt} /> : <span class="soft">Not yet</span>) },
        {
          key: 'transfer',
          head: 'Transfer',
          stack: 'labelled',
          cell: (row) => (row.transfer ? <ShortId id={row.transfer} /> : <span class="soft">None yet</span>),
        },
      ]}
    />
  </Sheet>
)
