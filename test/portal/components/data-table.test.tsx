import { describe, expect, it } from 'vitest'
import { type Column, DataTable } from '../../../portal/components/data-table.tsx'
import { Money } from '../../../portal/components/money.tsx'

type Row = { name: string; count: number; amountMinor: number }
const rows: Row[] = [{ name: 'Ada', count: 2, amountMinor: 1_000 }]
const columns: Column<Row>[] = [
  { key: 'name', head: 'Partner', cell: ({ name }) => name, rowHead: true },
  { key: 'count', head: 'Deals', cell: ({ count }) => count, number: true, stack: 'labelled' },
  { key: 'amount', head: 'Amount', cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" />, number: true },
]

describe('a table', () => {
  const html = String(
    <DataTable
      caption="Partners"
      columns={columns}
      rows={rows}
      totals={[
        { label: 'Total in USD', values: { amount: <Money amountMinor={1_000} currency="usd" /> } },
        { label: 'Total in JPY', values: { amount: <Money amountMinor={700} currency="jpy" /> } },
      ]}
    />,
  )

  it('names its columns, its rows and itself', () => {
    expect(html).toContain('<caption class="visually-hidden">Partners</caption>')
    expect(html.match(/<th scope="col"/g)).toHaveLength(3)
    expect(html).toContain('<th scope="row" class="table__cell table__cell--start">Ada</th>')
  })

  it('aligns a number column to the end, head, cells and totals', () => {
    expect(html.match(/table__cell--number/g)).toHaveLength(2 + 2 + 2)
  })

  it('writes one total for each currency and lets its label reach to the first sum', () => {
    expect(html.match(/<tfoot>.*<\/tfoot>/)?.[0].match(/<tr>/g)).toHaveLength(2)
    expect(html).toContain('<th scope="row" colspan="2" class="table__cell table__cell--start">Total in USD</th>')
    expect(html).toContain('¥700')
  })

  it('says a head before a cell that stands alone on a phone', () => {
    expect(html).toContain('data-head="Deals"')
    expect(html).not.toContain('data-head="Amount"')
  })

  it('is cards on a phone when it is wide, and keeps two columns beside each other', () => {
    const narrow = String(<DataTable caption="Partners" columns={columns.slice(0, 2)} rows={rows} />)

    expect(html).toContain('table--stack')
    expect(narrow).not.toContain('table--stack')
  })

  it('makes way for the words of an empty list', () => {
    expect(String(<DataTable caption="Partners" columns={columns} rows={[]} blank={<p>Nobody yet</p>} />)).toBe('<p>Nobody yet</p>')
  })
})
