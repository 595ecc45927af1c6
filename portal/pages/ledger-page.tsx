import type { Currency } from '../../schema/currency.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { accountKindInWords } from '../components/account-kind.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { StaffPayoutState } from '../components/payout-state.tsx'
import { type LedgerTransactionRow, postingColumns } from '../components/posting-columns.tsx'
import { type SealedUpTo, SealedUpToSheet } from '../components/sealed-up-to.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type LedgerPageProps = {
  /** By kind of account and currency; drawn on the first page only. */
  totals: { kind: string; currency: Currency; amountMinor: number }[]
  inFlight: {
    payoutId: string
    runId: string
    partner: string
    currency: Currency
    amountMinor: number
    status: PayoutStatus
    since: Date
  }[]
  transactions: LedgerTransactionRow[]
  reference: string | undefined
  olderHref: string | undefined
  /** Drawn on the first page only. */
  seal: SealedUpTo | undefined
  mayReadYears: boolean
}

export const LedgerPage = (page: LedgerPageProps) => (
  <>
    <PageHead
      title="Ledger"
      lead="Every cent moves from one account to another, and no entry ever changes."
      actions={
        <>
          <ButtonLink href="/ledger/adjustments">Adjustments</ButtonLink>
          <ButtonLink href="/ledger/months">Months</ButtonLink>
          {page.mayReadYears && <ButtonLink href="/ledger/years">Yearly totals</ButtonLink>}
          {page.mayReadYears && <ButtonLink href="/ledger/billing">Billing details</ButtonLink>}
        </>
      }
    />
    {page.totals.length > 0 && <Totals {...page} />}
    {page.inFlight.length > 0 && <InFlight {...page} />}
    {page.seal && <SealedUpToSheet {...page.seal} />}
    <Sheet title={page.reference ? `Postings of ${page.reference}` : 'Postings'}>
      <Filters action="/ledger" clearHref={page.reference ? '/ledger' : undefined}>
        <TextField name="ref" label="Reference" type="search" value={page.reference} hint="Id of a commission or payout" optional />
      </Filters>
      <Transactions {...page} />
      <Pager olderHref={page.olderHref} />
    </Sheet>
  </>
)

/** Each currency closes at zero by itself. */
const Totals = ({ totals }: LedgerPageProps) => {
  const sums = [...Map.groupBy(totals, ({ currency }) => currency)].map(([currency, rows]) => ({
    currency,
    amountMinor: rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }))
  return (
    <Sheet title="Accounts">
      <DataTable
        caption="Totals by kind of account"
        rows={totals}
        columns={[
          { key: 'kind', head: 'Account', rowHead: true, cell: (row) => accountKindInWords(row.kind) },
          { key: 'currency', head: 'Currency', cell: (row) => row.currency.toUpperCase() },
          { key: 'amount', head: 'Balance', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ]}
        totals={sums.map((sum) => ({ label: `All in ${sum.currency.toUpperCase()}`, values: { amount: <Money {...sum} /> } }))}
      />
    </Sheet>
  )
}

const InFlight = ({ inFlight }: LedgerPageProps) => (
  <Sheet title="In flight">
    <DataTable
      caption="Open payouts, the oldest first"
      rows={inFlight}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          cell: (row) => <a href={`/runs/${row.runId}/payouts/${row.payoutId}`}>{row.partner}</a>,
        },
        { key: 'state', head: 'State', cell: (row) => <StaffPayoutState status={row.status} /> },
        { key: 'since', head: 'Since', cell: (row) => <Instant at={row.since} /> },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
      ]}
    />
  </Sheet>
)

const AccountLink = ({ account }: { account: string }) => (
  <a href={`/ledger/accounts/${account}`} title={account}>
    {accountKindInWords(account)}
  </a>
)

const Transactions = ({ transactions, reference }: LedgerPageProps) => (
  <DataTable
    caption="Postings, the newest first"
    rows={transactions}
    columns={[
      ...postingColumns,
      { key: 'debit', head: 'Debit', cell: (row) => <AccountLink account={row.debit} /> },
      { key: 'credit', head: 'Credit', cell: (row) => <AccountLink account={row.credit} /> },
      { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
    ]}
    blank={
      reference ? (
        <BlankSlate title="No posting has this reference" action={<ButtonLink href="/ledger">Show all</ButtonLink>} />
      ) : (
        <BlankSlate title="Nothing is posted yet">The first commission makes the first entry.</BlankSlate>
      )
    }
  />
)
