import type { Child } from 'hono/jsx'
import { percent } from './scale.ts'

type Tick = { label: string; place: number }

type ChartFrameProps = {
  title: string
  /** Places are percent from the left, from the top. */
  xTicks: readonly Tick[]
  yTicks: readonly Tick[]
  /** Names of the lines, at their ends; empty when there is one. */
  ends: readonly Tick[]
  /** The same numbers as a table. */
  table: Child
  /** What is plotted, in an SVG whose coordinates are percent. */
  children?: Child
}

/**
 * Axes, grid and names around a plot. All of it stands in percent outside the stretching box, so a chart fills any width
 * and its text keeps its size, without a style attribute.
 */
export const ChartFrame = ({ title, xTicks, yTicks, ends, table, children }: ChartFrameProps) => (
  <figure class="chart">
    <figcaption class="chart__title">{title}</figcaption>
    {ends.length > 0 && <Legend labels={ends.map(({ label }) => label)} />}
    <div class={ends.length > 0 ? 'chart__frame chart__frame--ends' : 'chart__frame'}>
      <svg class="chart__y" aria-hidden="true">
        {yTicks.map(({ label, place }) => (
          <text class="chart__tick chart__tick--y" x="100%" y={percent(place)}>
            {label}
          </text>
        ))}
      </svg>
      <svg class="chart__plot" role="img" aria-label={`${title}. The numbers are in the table below.`}>
        {yTicks.map(({ place }) => (
          <line class="chart__grid" x2="100%" y1={percent(place)} y2={percent(place)} />
        ))}
        {children}
      </svg>
      {ends.length > 0 && (
        <svg class="chart__ends" aria-hidden="true">
          {ends.map(({ label, place }, index) => (
            <text class={`chart__name chart__name--${index + 1}`} y={percent(place)}>
              {label}
            </text>
          ))}
        </svg>
      )}
      <svg class="chart__x" aria-hidden="true">
        {xTicks.map(({ label, place }) => (
          <text class="chart__tick chart__tick--x" x={percent(place)} y="50%">
            {label}
          </text>
        ))}
      </svg>
    </div>
    {table}
  </figure>
)

/** Which dash is which, where a screen is too narrow for names at the lines' ends. */
const Legend = ({ labels }: { labels: readonly string[] }) => (
  <ul class="chart__legend">
    {labels.map((label, index) => (
      <li class="chart__legend-item">
        <svg class="chart__sample" aria-hidden="true">
          <line class={`chart__line chart__line--${index + 1}`} x2="100%" y1="50%" y2="50%" />
        </svg>
        {label}
      </li>
    ))}
  </ul>
)

type ChartTableProps = { title: string; heads: readonly string[]; rows: readonly (readonly string[])[] }

/** The numbers behind a chart; the first column names its row. */
export const ChartTable = ({ title, heads, rows }: ChartTableProps) => (
  <details class="chart__table">
    <summary>Show the numbers</summary>
    <table class="table">
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          {heads.map((head, index) => (
            <th scope="col" class={index > 0 ? 'table__cell table__cell--number' : 'table__cell'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...values]) => (
          <tr>
            <th scope="row" class="table__cell">
              {name}
            </th>
            {values.map((value) => (
              <td class="table__cell table__cell--number">{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)
