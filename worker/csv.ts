import { decimalOf } from '../portal/components/format-money.ts'
import type { Currency } from '../schema/currency.ts'

type Cell = string | number | null | undefined
type Row = readonly Cell[]

/** RFC 4180 with a header row. Text that a spreadsheet would take for a formula gets a leading `'`; numbers stay numbers. */
export const csvOf = (header: readonly string[], rows: readonly Row[]): string => linesOf([header, ...rows])

const linesOf = (rows: readonly Row[]): string => rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')

function cellOf(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = isFormula(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const isFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)

/** A cell of a file that comes back: without the `'` that ours put before it. */
export const withoutFormulaQuote = (cell: string): string => (cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell)

/** An amount twice, as every file has it: in minor units and with the currency's digits. */
export const amountCells = (amountMinor: number, currency: Currency): [number, string, string] => [
  amountMinor,
  decimalOf(amountMinor, currency),
  currency,
]

/** `2026-11-03`, or nothing. */
export const dayCell = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null

export const csvResponse = (name: string, text: string): Response => new Response(text, { headers: headersOf(name) })

/** For a file of any length: its pages are read while it is being sent. */
export function csvStream(name: string, header: readonly string[], pages: AsyncIterator<readonly Row[]>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(linesOf([header])))
    },
    async pull(controller) {
      const page = await pages.next()
      if (page.done) controller.close()
      else controller.enqueue(encoder.encode(linesOf(page.value)))
    },
  })
  return new Response(body, { headers: headersOf(name) })
}

const headersOf = (name: string): Record<string, string> => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}.csv"`,
  'cache-control': 'private, no-store',
})
