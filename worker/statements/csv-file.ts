import type { StatementView } from '../../portal/components/statement-view.ts'
import { amountCells, csvOf, dayCell } from '../csv.ts'

const header = [
  'statement',
  'month',
  'date',
  'kind',
  'reference',
  'receipt',
  'corrects',
  'prospect',
  'transfer',
  'note',
  'amount_minor',
  'amount',
  'currency',
]

/** A statement as a file: opening balance, lines, closing balance; without the last row the amounts add up to it. */
export function statementFile({ number, month, currency, openingMinor, closingMinor, lines }: StatementView): string {
  const of = [number ?? 'draft', month] as const
  const balance = (kind: string, amountMinor: number) => [
    ...of,
    null,
    kind,
    null,
    null,
    null,
    null,
    null,
    null,
    ...amountCells(amountMinor, currency),
  ]
  return csvOf(header, [
    balance('opening_balance', openingMinor),
    ...lines.map((line) => [
      ...of,
      dayCell(line.at),
      line.kind,
      line.ref,
      line.receiptOf,
      line.corrects,
      line.company,
      line.transfer,
      line.reason,
      ...amountCells(line.amountMinor, currency),
    ]),
    balance('closing_balance', closingMinor),
  ])
}
