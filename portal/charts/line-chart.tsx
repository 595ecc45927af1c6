import { scaleLinear, scaleUtc } from 'd3-scale'
import { area, line } from 'd3-shape'
import { formatDay, formatMonth } from '../components/format-date.ts'
import { ChartFrame, ChartTable } from './chart-frame.tsx'
import { percent, spread, wholeTicks } from './scale.ts'

export type Point = { at: Date; value: number }
type Series = { label: string; points: readonly Point[] }

type LineChartProps = {
  title: string
  /** At most three; each with its points in order of time, at the same times. */
  series: readonly Series[]
  /** A value in words: `$1,200.00`, `312 clicks`. */
  format: (value: number) => string
  /** The same, shorter, for the axis: `$1,200`. */
  formatAxis?: (value: number) => string
  formatAt?: (at: Date) => string
  /** A time on the axis and in the table. */
  formatTick?: (at: Date) => string
}

/** Values over time. Starts at zero, fills its width, and carries its numbers in a table below. */
export const LineChart = ({
  title,
  series,
  format,
  formatAxis = format,
  formatAt = formatDay,
  formatTick = formatMonth,
}: LineChartProps) => {
  const scales = scalesOf(series)
  return (
    <ChartFrame
      title={title}
      xTicks={scales.x.ticks(6).map((at) => ({ label: formatTick(at), place: scales.x(at) }))}
      yTicks={wholeTicks(scales.y).map((tick) => ({ label: formatAxis(tick), place: scales.y(tick) }))}
      ends={series.length > 1 ? endsOf(series, scales) : []}
      table={<SeriesTable title={title} series={series} format={format} formatAt={formatAt} />}
    >
      <Lines series={series} scales={scales} />
    </ChartFrame>
  )
}

function scalesOf(series: readonly Series[]) {
  const points = series.flatMap((each) => each.points)
  const times = points.map(({ at }) => at.getTime())
  return {
    x: scaleUtc([new Date(Math.min(...times)), new Date(Math.max(...times))], [0, 100]),
    y: scaleLinear([Math.min(...points.map(({ value }) => value), 0), Math.max(...points.map(({ value }) => value), 1)], [100, 0]).nice(4),
  }
}

type Scales = ReturnType<typeof scalesOf>

function endsOf(series: readonly Series[], { y }: Scales) {
  const places = series.map(({ points }) => y(points.at(-1)?.value ?? 0))
  const apart = spread(places, 9)
  return series.map(({ label }, index) => ({ label, place: apart[index] ?? 0 }))
}

const Lines = ({ series, scales: { x, y } }: { series: readonly Series[]; scales: Scales }) => {
  const drawLine = line<Point>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  )
  const drawArea = area<Point>(
    ({ at }) => x(at),
    y(0),
    ({ value }) => y(value),
  )
  const only = series.length === 1 ? series[0] : undefined
  return (
    <>
      <svg class="chart__stretch" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {only && <path class="chart__area" d={drawArea([...only.points]) ?? ''} />}
        {series.map(({ points }, index) => (
          <path class={`chart__line chart__line--${index + 1}`} d={drawLine([...points]) ?? ''} />
        ))}
      </svg>
      {series.map(({ points }, index) => {
        const last = points.at(-1)
        return last && <circle class={`chart__end chart__end--${index + 1}`} cx={percent(x(last.at))} cy={percent(y(last.value))} r="3.5" />
      })}
    </>
  )
}

type SeriesTableProps = Required<Pick<LineChartProps, 'title' | 'series' | 'format' | 'formatAt'>>

const SeriesTable = ({ title, series, format, formatAt }: SeriesTableProps) => (
  <ChartTable
    title={title}
    heads={['Date', ...series.map(({ label }) => label)]}
    rows={(series[0]?.points ?? []).map(({ at }, index) => [
      formatAt(at),
      ...series.map(({ points }) => {
        const point = points[index]
        return point ? format(point.value) : ''
      }),
    ])}
  />
)
