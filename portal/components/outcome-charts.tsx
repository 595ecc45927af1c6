import type { Currency } from '../../schema/currency.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { LineChart } from '../charts/line-chart.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { formatShortDay } from './format-date.ts'
import { formatMoney, formatMoneyShort } from './format-money.ts'
import { Sheet } from './sheet.tsx'

export type OutcomeChartsProps = {
  weeks: { at: Date; clicks: number; prospects: number; deals: number }[]
  earnings: { currency: Currency; weeks: { at: Date; amountMinor: number }[] }[]
  /** What earnings are to the reader: `Your earnings`, `Commissions`. */
  earningsTitle: string
}

/** From clicks to prospects, deals and money, week by week. */
export const OutcomeCharts = ({ weeks, earnings, earningsTitle }: OutcomeChartsProps) => {
  const isEmpty = weeks.every(({ clicks, prospects, deals }) => clicks + prospects + deals === 0) && earnings.length === 0
  if (isEmpty) {
    return (
      <Sheet title="The last eight weeks">
        <BlankSlate title="Nothing happened yet">Clicks, prospects, deals and earnings are drawn here as they come.</BlankSlate>
      </Sheet>
    )
  }
  const points = (of: (week: OutcomeChartsProps['weeks'][number]) => number) => weeks.map((week) => ({ at: week.at, value: of(week) }))
  return (
    <Sheet title="The last eight weeks">
      <div class="grid">
        <LineChart
          title="Clicks a week"
          series={[{ label: 'Clicks', points: points(({ clicks }) => clicks) }]}
          format={(value) => (value === 1 ? '1 click' : `${value} clicks`)}
          formatAxis={String}
          formatTick={formatShortDay}
        />
        <LineChart
          title="Prospects and won deals a week"
          series={[
            { label: 'Prospects', points: points(({ prospects }) => prospects) },
            { label: 'Deals', points: points(({ deals }) => deals) },
          ]}
          format={String}
          formatTick={formatShortDay}
        />
        {earnings.map(({ currency, weeks: of }) => (
          <BarChart
            title={`${earningsTitle} a week, ${currency.toUpperCase()}`}
            head="Week of"
            bars={of.map(({ at, amountMinor }) => ({ label: formatShortDay(at), value: amountMinor }))}
            format={(value) => formatMoney(value, currency)}
            formatAxis={(value) => formatMoneyShort(value, currency)}
          />
        ))}
      </div>
    </Sheet>
  )
}
