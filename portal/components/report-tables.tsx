import type { Child } from 'hono/jsx'
import { BarChart } from '../charts/bar-chart.tsx'
import { LineChart } from '../charts/line-chart.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { DataTable } from './data-table.tsx'
import { Sheet } from './sheet.tsx'

/** One quarter of a report: what was counted, and how much more or less that is than the quarter before; null for the first. */
export type QuarterRow = { quarter: string; begins: Date; values: readonly { what: string; n: number; change: number | null }[] }

/** A report's file: every table has one. */
export const FileLink = ({ table }: { table: string }) => (
  <a class="small" href={`/reports/file.csv?table=${table}`}>
    CSV
  </a>
)

const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '±0')
const percentOf = (n: number, all: number): string => `${all === 0 ? 0 : Math.round((n * 100) / all)} %`

type SharesProps = {
  title: string
  table: string
  lead: Child
  words: Readonly<Record<string, string>>
  /** The newest first. */
  rows: readonly QuarterRow[]
  /** Of how many customers, by quarter. */
  totals: Readonly<Record<string, number>>
}

/** Shares of all customers, and how they moved from quarter to quarter. */
export const Shares = ({ title, table, lead, words, rows, totals }: SharesProps) => {
  const [newest] = rows
  return (
    <Sheet title={title} aside={<FileLink table={table} />}>
      <p class="soft">{lead}</p>
      {newest && (
        <BarChart
          title={`${title}, ${newest.quarter}`}
          head="What"
          bars={Object.entries(words).map(([what, label]) => ({ label, value: countOf(newest.values, what).n }))}
          format={(value) => `${value} of ${totals[newest.quarter] ?? 0}`}
          formatAxis={String}
        />
      )}
      {rows.length > 1 && <OverTime title={title} words={words} rows={rows} />}
      <DataTable
        caption={`${title} by quarter`}
        rows={rows}
        columns={[
          { key: 'quarter', head: 'Quarter', rowHead: true, cell: ({ quarter }) => quarter },
          ...Object.entries(words).map(([what, head]) => ({
            key: what,
            head,
            number: true,
            cell: ({ quarter, values }: QuarterRow) => <Share {...countOf(values, what)} all={totals[quarter] ?? 0} />,
          })),
        ]}
        blank={<NotCounted />}
      />
    </Sheet>
  )
}

const countOf = (values: QuarterRow['values'], what: string) => values.find((each) => each.what === what) ?? { n: 0, change: null }

const Share = ({ n, change, all }: { n: number; change: number | null; all: number }) => (
  <>
    {n} <span class="soft">· {percentOf(n, all)}</span> {change !== null && <span class="soft">{signed(change)}</span>}
  </>
)

/** A chart has three lines at most: the last three words, which are those that say something. */
const OverTime = ({ title, words, rows }: Pick<SharesProps, 'title' | 'words' | 'rows'>) => (
  <LineChart
    title={`${title}, by quarter`}
    series={Object.entries(words)
      .slice(-3)
      .map(([what, label]) => ({
        label,
        points: rows.toReversed().map(({ begins, values }) => ({ at: begins, value: countOf(values, what).n })),
      }))}
    format={String}
  />
)

export const NotCounted = () => (
  <BlankSlate title="Not counted yet">These figures are counted every night; the first stand here tomorrow.</BlankSlate>
)
