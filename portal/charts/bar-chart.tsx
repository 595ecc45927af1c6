import { scaleBand, scaleLinear } from 'd3-scale'
import { ChartFrame, ChartTable } from './chart-frame.tsx'
import { percent, wholeTicks } from './scale.ts'

type Bar = { label: string; value: number }

type BarChartProps = {
  title: string
  /** What the labels are: `Month`, `Link`. */
  head: string
  bars: readonly Bar[]
  format: (value: number) => string
  /** The same, shorter, for the axis: `$1,200`. */
  formatAxis?: (value: number) => string
}

/** At most this many labels stand under the bars; of more, every second or third is written. */
const labelLimit = 8

/** Values side by side, from zero; what is below zero hangs down. */
export const BarChart = ({ title, head, bars, format, formatAxis = format }: BarChartProps) => {
  const values = bars.map(({ value }) => value)
  const x = scaleBand(
    bars.map((_, index) => index),
    [0, 100],
  ).padding(0.3)
  const y = scaleLinear([Math.min(...values, 0), Math.max(...values, 1)], [100, 0]).nice(4)
  const every = Math.ceil(bars.length / labelLimit)
  const placed = bars.map((bar, index) => ({ ...bar, left: x(index) ?? 0 }))
  return (
    <ChartFrame
      title={title}
      xTicks={placed.filter((_, index) => index % every === 0).map(({ label, left }) => ({ label, place: left + x.bandwidth() / 2 }))}
      yTicks={wholeTicks(y).map((tick) => ({ label: formatAxis(tick), place: y(tick) }))}
      ends={[]}
      table={<ChartTable title={title} heads={[head, 'Value']} rows={bars.map(({ label, value }) => [label, format(value)])} />}
    >
      {placed.map(({ value, left }) => (
        <rect
          class={value < 0 ? 'chart__bar chart__bar--below' : 'chart__bar'}
          x={percent(left)}
          y={percent(Math.min(y(value), y(0)))}
          width={percent(x.bandwidth())}
          height={percent(Math.abs(y(value) - y(0)))}
        />
      ))}
      <line class="chart__zero" x2="100%" y1={percent(y(0))} y2={percent(y(0))} />
    </ChartFrame>
  )
}
