import { describe, expect, it } from 'vitest'
import { BarChart } from '../../../portal/charts/bar-chart.tsx'
import { LineChart } from '../../../portal/charts/line-chart.tsx'
import { spread, wholeTicks } from '../../../portal/charts/scale.ts'

const at = (month: number) => new Date(Date.UTC(2026, month, 1))
const series = (label: string, values: number[]) => ({ label, points: values.map((value, index) => ({ at: at(index), value })) })
const clicks = (value: number) => `${value} clicks`

describe('a line chart', () => {
  const one = String(<LineChart title="Clicks" series={[series('Clicks', [0, 5, 12])]} format={clicks} />)
  const two = String(<LineChart title="Clicks" series={[series('Ada', [0, 5, 12]), series('Bo', [1, 1, 12])]} format={clicks} />)

  it('carries its numbers in a table', () => {
    expect(one).toContain('The numbers are in the table below.')
    expect(one).toMatch(/<th scope="row" class="table__cell">1 February 2026<\/th><td[^>]*>5 clicks<\/td>/)
  })

  it('starts at zero and ends where the values end', () => {
    const path = one.match(/chart__line--1" d="([^"]+)"/)?.[1] ?? ''

    expect(path).toMatch(/^M0,100/)
    expect(path).toMatch(/100,(\d|\.)+$/)
    expect(one).toContain('>0 clicks</text>')
  })

  it('names lines at their ends only where there are several', () => {
    expect(one).not.toContain('chart__name')
    expect(two).toContain('chart__name--2')
    expect(two).toContain('chart__line--2')
  })

  it('lies on the ground when nothing happened', () => {
    const html = String(<LineChart title="Clicks" series={[series('Clicks', [0, 0, 0])]} format={clicks} />)

    expect(html).toMatch(/chart__line--1" d="M0,100[^"]*100,100"/)
  })

  it('has no style attribute and no number that is none, even for one point or nothing but zeros', () => {
    const edgeCases = [series('One', [3]), series('Zeros', [0, 0, 0]), series('Below', [-5, -2, 4])]

    for (const each of edgeCases) {
      const html = String(<LineChart title="Clicks" series={[each]} format={clicks} />)
      expect(html).not.toMatch(/style=|NaN|Infinity/)
    }
  })
})

describe('a bar chart', () => {
  it('hangs what is below zero from the zero line', () => {
    const html = String(
      <BarChart
        title="Owed"
        head="Age"
        bars={[
          { label: 'new', value: 100 },
          { label: 'old', value: -100 },
        ]}
        format={String}
      />,
    )

    expect(html).toMatch(/class="chart__bar" x="[^"]+" y="0%" width="[^"]+" height="50%"/)
    expect(html).toMatch(/class="chart__bar chart__bar--below" x="[^"]+" y="50%" width="[^"]+" height="50%"/)
    expect(html).not.toMatch(/style=|NaN/)
  })

  it('writes every few labels where all of them would touch', () => {
    const bars = Array.from({ length: 24 }, (_, index) => ({ label: `d${index}`, value: index }))
    const html = String(<BarChart title="Clicks" head="Day" bars={bars} format={String} />)

    expect(html.match(/chart__tick--x/g)).toHaveLength(8)
    expect(html.match(/<th scope="row"/g)).toHaveLength(24)
  })
})

describe('a scale', () => {
  it('keeps labels apart and in order', () => {
    expect(spread([50, 52, 10], 9)).toEqual([50, 59, 10])
  })

  it('writes no half click', () => {
    expect(wholeTicks({ ticks: () => [0, 0.2, 0.4, 0.6, 0.8, 1] })).toEqual([0, 1])
  })
})
