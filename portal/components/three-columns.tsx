import type { ReconDay } from '../../schema/reconciliation.ts'
import { Badge } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { DataTable } from './data-table.tsx'
import { formatMoney } from './format-money.ts'
import { DayOf } from './instant.tsx'
import { Money } from './money.tsx'

export type DeskDay = ReconDay & {
  /** Null while Stripe's balance transactions of the day are not here. */
  unexplainedMinor: number | null
  /** The break of the day; one that a person explained has a note. */
  found: { id: number; note: string | null } | undefined
}

/** Ledger, Stripe and bank by day and currency, and what makes them differ. */
export const ThreeColumns = ({ days }: { days: readonly DeskDay[] }) => (
  <DataTable
    caption="Ledger, Stripe and bank by day and currency, the newest first"
    rows={days}
    columns={[
      { key: 'day', head: 'Day', rowHead: true, cell: ({ day }) => <DayOf day={day} /> },
      { key: 'ledger', head: 'Ledger', number: true, cell: (row) => <Money amountMinor={row.ledgerMinor} currency={row.currency} /> },
      {
        key: 'stripe',
        head: 'Stripe',
        number: true,
        cell: (row) => <Money amountMinor={row.cashMinor ?? leftMinor(row)} currency={row.currency} />,
      },
      { key: 'bank', head: 'Bank', number: true, cell: (row) => <Money amountMinor={row.arrivedMinor} currency={row.currency} /> },
      { key: 'state', head: 'Ledger and Stripe', cell: (row) => <LedgerState row={row} /> },
      { key: 'why', head: 'Stripe and bank', cell: (row) => <BankState row={row} /> },
    ]}
    blank={
      <BlankSlate title="No day stands here yet">
        Every hour, what left by our books, at Stripe and to the banks is put together: a row a day and currency, from the first payout on.
      </BlankSlate>
    }
  />
)

/** As far as the list of transfers says; the day is not over. */
const leftMinor = ({ transfersMinor, takenBackMinor }: ReconDay): number => transfersMinor - takenBackMinor

type Part = readonly [amountMinor: number, word: string]

const LedgerState = ({ row }: { row: DeskDay }) => {
  const parts = worded(row, [
    [row.openMinor, 'in payouts that are still open'],
    [row.shiftedMinor, 'booked on another day'],
  ])
  return (
    <>
      <LedgerBadge row={row} />
      {parts && <span class="soft small"> {parts}</span>}
    </>
  )
}

const LedgerBadge = ({ row: { unexplainedMinor, found, currency } }: { row: DeskDay }) => {
  if (unexplainedMinor === null) return <Badge>Day not over</Badge>
  if (unexplainedMinor === 0) return <Badge tone="good">Agree</Badge>
  const badge = (
    <Badge tone={found?.note ? 'warn' : 'bad'}>
      {formatMoney(unexplainedMinor, currency)} {found?.note ? 'explained' : 'unexplained'}
    </Badge>
  )
  return found ? <a href={`/reconciliation/breaks/${found.id}`}>{badge}</a> : badge
}

const BankState = ({ row }: { row: DeskDay }) => {
  const { transfersMinor, sentBackMinor, onItsWayMinor, atStripeMinor, takenBackMinor, currency } = row
  const parts = worded(row, [
    [onItsWayMinor, 'on its way'],
    [atStripeMinor, 'in partners’ Stripe balances'],
    [takenBackMinor, 'taken back'],
  ])
  return (
    <>
      {sentBackMinor > 0 ? (
        <Badge tone="bad">{formatMoney(sentBackMinor, currency)} sent back by a bank</Badge>
      ) : onItsWayMinor + atStripeMinor > 0 ? (
        <Badge tone="wait">Not all arrived yet</Badge>
      ) : transfersMinor > 0 ? (
        <Badge tone="good">Arrived</Badge>
      ) : null}
      {parts && <span class="soft small"> {parts}</span>}
    </>
  )
}

const worded = ({ currency }: DeskDay, parts: readonly Part[]): string =>
  parts
    .filter(([amountMinor]) => amountMinor !== 0)
    .map(([amountMinor, word]) => `${formatMoney(amountMinor, currency)} ${word}`)
    .join(' · ')
