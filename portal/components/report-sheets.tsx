import type { Currency } from '../../schema/currency.ts'
import { type BuyingRoleName, buyingRoleNames } from '../../schema/customers.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { roleForStaff } from './buying-group.tsx'
import { DataTable } from './data-table.tsx'
import { hoursInWords } from './hours.tsx'
import { Money } from './money.tsx'
import { FileLink, type QuarterRow } from './report-tables.tsx'
import { Sheet } from './sheet.tsx'

const minutesOf = ({ values }: QuarterRow, role: BuyingRoleName): number => values.find(({ what }) => what === role)?.n ?? 0

/** Where our people's time goes: those of no influence know who is who, and are not left out; they are counted (ROL4). */
export const HoursByRole = ({ rows }: { rows: readonly QuarterRow[] }) => {
  const [newest] = rows
  return (
    <Sheet title="Hours by what people have to say" aside={<FileLink table="hours" />}>
      {newest && (
        <BarChart
          title={`Hours, ${newest.quarter}`}
          head="Role"
          bars={buyingRoleNames.map((role) => ({ label: roleForStaff[role], value: minutesOf(newest, role) / 60 }))}
          format={(value) => hoursInWords(value * 60)}
        />
      )}
      <DataTable
        caption="Hours by role and quarter"
        rows={rows}
        columns={[
          { key: 'quarter', head: 'Quarter', rowHead: true, cell: ({ quarter }) => quarter },
          ...buyingRoleNames.map((role) => ({
            key: role,
            head: roleForStaff[role],
            number: true,
            cell: (row: QuarterRow) => hoursInWords(minutesOf(row, role)),
          })),
        ]}
        blank={
          <BlankSlate title="No hours yet">
            Record them in a prospect’s buying group; talks and visits that were held count by themselves. They are added up every night.
          </BlankSlate>
        }
      />
    </Sheet>
  )
}

export const MovesToSupport = ({ rows }: { rows: readonly QuarterRow[] }) => (
  <Sheet title="From a project to lasting support" aside={<FileLink table="support" />}>
    <DataTable
      caption="Moves to support by quarter"
      rows={rows}
      columns={[
        { key: 'quarter', head: 'Quarter', rowHead: true, cell: ({ quarter }) => quarter },
        { key: 'n', head: 'Customers', number: true, cell: ({ values }) => values[0]?.n ?? 0 },
      ]}
      blank={
        <BlankSlate title="Nobody moved yet">
          A customer that came for a project counts here with its first retainer, hour pool or warranty. How it came stays as it was.
        </BlankSlate>
      }
    />
  </Sheet>
)

export type InfluenceRow = { quarter: string; currency: Currency; n: number; amountMinor: number }

/** Each currency by itself: they are never added. */
export const Influence = ({ rows }: { rows: readonly InfluenceRow[] }) => (
  <Sheet title="Won after a talk with a reference" aside={<FileLink table="influence" />}>
    <DataTable
      caption="Influenced revenue by quarter and currency"
      rows={rows}
      columns={[
        { key: 'quarter', head: 'Quarter', rowHead: true, cell: ({ quarter }) => quarter },
        { key: 'n', head: 'Deals', number: true, cell: ({ n }) => n },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          cell: ({ amountMinor, currency }) => <Money amountMinor={amountMinor} currency={currency} />,
        },
      ]}
      blank={
        <BlankSlate title="No deal yet">A deal counts here when it is won after its company talked to one of our references.</BlankSlate>
      }
    />
  </Sheet>
)
