import { decimalOf } from '../portal/components/format-money.ts'
import type { Currency } from '../schema/currency.ts'

type Cell = string | number | null | undefined

/** RFC 4180 with a header row. Text that a spreadsheet would take for a formula gets a leading `'`; numbers stay numbers. */
export const csvOf = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')

function cellOf(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell)
  const text = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** An amount twice, as every file has it: in minor units and with the currency's digits. */
export const amountCells = (amountMinor: number, currency: Currency): [number, string, string] => [
  amountMinor,
  decimalOf(amountMinor, currency),
  currency,
]

/** `2026-11-03`, or nothing. */
export const dayCell = (at: Date | null): string | null => at?.toISOString().slice(0, 10) ?? null

export const csvResponse = (name: string, text: string): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'private, no-store',
    },
  })
