import type { Currency } from '../../schema/currency.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Money } from '../components/money.tsx'
import { OutcomeCharts, type OutcomeChartsProps } from '../components/outcome-charts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

export type Waiting = { text: string; href: string }
export type Owed = { currency: Currency; pendingMinor: number; availMinor: number; heldMinor: number; inflightMinor: number }

type OverviewDeskPageProps = {
  name: string
  waiting: Waiting[]
  /** What is owed to all partners, a row a currency; undefined where it is not this person's business. */
  owed: Owed[] | undefined
  /** What became of all partners' clicks; undefined where it is not this person's business. */
  outcomes: Omit<OutcomeChartsProps, 'earningsTitle'> | undefined
}

export const OverviewDeskPage = ({ name, waiting, owed, outcomes }: OverviewDeskPageProps) => (
  <>
    <PageHead title="Overview" lead={`Good day, ${name}.`} />
    <Sheet title="Waiting for you">
      {waiting.length === 0 ? (
        <BlankSlate title="Nothing waits for you" />
      ) : (
        <ul class="link-list">
          {waiting.map(({ text, href }) => (
            <li>
              <a href={href}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
    {outcomes && <OutcomeCharts {...outcomes} earningsTitle="Commissions" />}
    {owed && <OwedTable owed={owed} />}
  </>
)

const OwedTable = ({ owed }: { owed: Owed[] }) => (
  <Sheet title="Owed to partners" aside={<a href="/ledger">Ledger</a>}>
    <DataTable
      caption="Owed to partners, by currency"
      rows={owed}
      columns={[
        { key: 'currency', head: 'Currency', rowHead: true, cell: (row) => row.currency.toUpperCase() },
        {
          key: 'pending',
          head: 'In the waiting period',
          number: true,
          cell: (row) => <Money amountMinor={row.pendingMinor} currency={row.currency} />,
        },
        { key: 'avail', head: 'Payable', number: true, cell: (row) => <Money amountMinor={row.availMinor} currency={row.currency} /> },
        { key: 'held', head: 'On hold', number: true, cell: (row) => <Money amountMinor={row.heldMinor} currency={row.currency} /> },
        {
          key: 'inflight',
          head: 'Being paid',
          number: true,
          cell: (row) => <Money amountMinor={row.inflightMinor} currency={row.currency} />,
        },
      ]}
      blank={
        <BlankSlate title="Nothing is owed" action={<ButtonLink href="/commissions">Commissions</ButtonLink>}>
          Commissions appear here as soon as one accrues.
        </BlankSlate>
      }
    />
  </Sheet>
)
