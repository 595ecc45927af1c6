import type { Currency } from '../../schema/currency.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { formatDay, formatFullMonth } from '../components/format-date.ts'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'

export type StatementRow = {
  href: string
  /** Null for the draft of a running month. */
  number: string | null
  invoiceNumber: string | null
  month: Date
  n: number
  currency: Currency
  closingMinor: number | null
  issuedAt: Date | null
}

type StatementsPageProps = {
  title: string
  statements: StatementRow[]
  back: { href: string; label: string }
  selfBillingHref?: string | undefined
  olderHref: string | undefined
}

export const StatementsPage = ({ title, statements, back, selfBillingHref, olderHref }: StatementsPageProps) => (
  <>
    <PageHead
      title={title}
      lead="A statement a month and currency, issued on the third of the month after."
      back={back}
      actions={selfBillingHref && <ButtonLink href={selfBillingHref}>Self-billing</ButtonLink>}
    />
    <DataTable
      caption="Statements, the newest first"
      stack
      rows={statements}
      columns={[
        { key: 'month', head: 'Month', rowHead: true, stack: 'start', cell: (row) => <a href={row.href}>{nameOf(row)}</a> },
        { key: 'number', head: 'Number', cell: (row) => [row.number, row.invoiceNumber].filter(Boolean).join(' · ') },
        {
          key: 'state',
          head: 'State',
          cell: ({ issuedAt }) =>
            issuedAt ? <Badge tone="good">Issued {formatDay(issuedAt)}</Badge> : <Badge tone="wait">Draft, may still grow</Badge>,
        },
        {
          key: 'closing',
          head: 'Closing balance',
          number: true,
          stack: 'end',
          cell: ({ closingMinor, currency }) =>
            closingMinor === null ? (
              <span class="soft">Open, in {currency.toUpperCase()}</span>
            ) : (
              <Money amountMinor={closingMinor} currency={currency} />
            ),
        },
      ]}
      blank={
        <BlankSlate title="No statements yet">
          On the third of each month, the month before is issued here if anything was earned, corrected or paid in it.
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
  </>
)

const nameOf = ({ month, n }: StatementRow): string => (n > 0 ? `${formatFullMonth(month)}, further ${n}` : formatFullMonth(month))
