import type { Child } from 'hono/jsx'

export type Column<Row> = {
  key: string
  head: string
  cell: (row: Row) => Child
  /** Right aligned, head and total too, in figures of one width. */
  number?: boolean | undefined
  /** Names its row for a screen reader: a partner, a code. */
  rowHead?: boolean | undefined
  /** Where the cell goes when its row is a card; `below` unless told. `labelled` says its head before it. */
  stack?: 'start' | 'end' | 'below' | 'below-end' | 'labelled' | 'hidden' | undefined
}

/** One line of the foot: a sum of one currency. Further currencies are further lines, never added. */
export type Total = { label: string; values: Record<string, Child> }

type DataTableProps<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  totals?: readonly Total[] | undefined
  /** On a phone each row is a card, and each column says where its cell goes. Without it wide tables place them by themselves. */
  stack?: boolean | undefined
  /** Shows the caption, which otherwise only a screen reader gets. */
  showCaption?: boolean | undefined
  /** What stands in its place when there are no rows. */
  blank?: Child
}

const classOf = <Row,>({ number, stack = 'below' }: Column<Row>): string =>
  `table__cell table__cell--${stack}${number ? ' table__cell--number' : ''}`

/** As many columns stand beside each other on a phone. */
const columnsOfPhone = 2

/** The cards of a table that says nothing of them: what names the row first, the rest under it, each with its head. */
function placed<Row>(columns: readonly Column<Row>[]): Column<Row>[] {
  const first = columns.find(({ rowHead }) => rowHead) ?? columns[0]
  const placeOf = (column: Column<Row>) => (column === first ? 'start' : column.head === 'Amount' ? 'end' : 'labelled')
  return columns.map((column) => ({ ...column, stack: placeOf(column) }))
}

export const DataTable = <Row,>({ columns, stack, ...table }: DataTableProps<Row>) => {
  const isPlaced = !stack && columns.length > columnsOfPhone
  return <Table {...table} columns={isPlaced ? placed(columns) : columns} stack={stack || isPlaced} />
}

const Table = <Row,>({ caption, columns, rows, totals = [], stack, showCaption, blank }: DataTableProps<Row>) =>
  rows.length === 0 && blank !== undefined ? (
    blank
  ) : (
    // The box scrolls sideways, so it takes focus and can be scrolled by keyboard.
    <section class="table-box" aria-label={caption} tabindex={0}>
      <table class={stack ? 'table table--stack' : 'table'}>
        <caption class={showCaption ? 'table__caption' : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow columns={columns} row={row} />
          ))}
        </tbody>
        {totals.length > 0 && <TableFoot columns={columns} totals={totals} />}
      </table>
    </section>
  )

const headOf = <Row,>({ stack, head }: Column<Row>) => (stack === 'labelled' && head ? head : undefined)

const TableRow = <Row,>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) => (
  <tr>
    {columns.map((column) =>
      column.rowHead ? (
        <th scope="row" class={classOf(column)}>
          {column.cell(row)}
        </th>
      ) : (
        <td class={classOf(column)} data-head={headOf(column)}>
          {column.cell(row)}
        </td>
      ),
    )}
  </tr>
)

/** Of several sums each says what it is of. */
const placeInFoot = <Row,>(column: Column<Row>, values: Total['values']) =>
  values[column.key] === undefined ? 'hidden' : column.stack === 'labelled' && Object.keys(values).length > 1 ? 'labelled' : 'end'

const TableFoot = <Row,>({ columns, totals }: { columns: readonly Column<Row>[]; totals: readonly Total[] }) => {
  const firstValue = columns.findIndex(({ key }) => totals.some(({ values }) => key in values))
  const labelSpan = Math.max(firstValue, 1)
  return (
    <tfoot>
      {totals.map(({ label, values }) => (
        <tr>
          <th scope="row" colspan={labelSpan} class="table__cell table__cell--start">
            {label}
          </th>
          {columns.slice(labelSpan).map((column) => (
            <td class={classOf({ ...column, stack: placeInFoot(column, values) })} data-head={headOf(column)}>
              {values[column.key]}
            </td>
          ))}
        </tr>
      ))}
    </tfoot>
  )
}
