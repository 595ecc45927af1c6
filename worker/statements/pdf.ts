import { formatDay } from '../../portal/components/format-date.ts'
import { decimalOf } from '../../portal/components/format-money.ts'
import { invoiceFacts, invoiceTitle } from '../../portal/components/statement-invoice.tsx'
import { lineKindWord, lineWords, monthOfStatement, type StatementView } from '../../portal/components/statement-view.ts'
import { followsWhat, statementFacts, statementLead, statementTitle } from '../../portal/components/statement-words.ts'
import { type Cell, openPaper, type Paper, paperWidth } from './pdf-paper.ts'

/** A statement on A4: what its page says, in the same words. */
export async function statementPdf(statement: StatementView, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  const { doc, paper } = await openPaper(`${statementTitle(statement)}, ${statement.partner}`, statement.issuedAt ?? now)
  paper.write(statementTitle(statement), { size: 18, bold: true })
  paper.write(statementLead(statement), { after: 10 })
  writeFacts(paper, statementFacts(statement))
  writeLines(paper, statement)
  paper.write(followsWhat, { size: 8, after: 12 })
  if (statement.invoice) {
    paper.write(invoiceTitle(statement.invoice), { size: 13, bold: true })
    paper.write(statement.invoice.wording, { after: 8 })
    writeFacts(paper, invoiceFacts(statement))
  }
  paper.finish([statement.company, statement.number ?? 'Draft', statement.partner].join(' · '))
  return await doc.save()
}

function writeFacts(paper: Paper, facts: readonly { label: string; value: string }[]): void {
  for (const { label, value } of facts) {
    paper.row([
      { text: label, at: 0, width: 150 },
      { text: value, at: 160, width: paperWidth - 160 },
    ])
  }
  paper.row([])
}

const columns = { date: 0, what: 95, kind: 310, amount: 400 }

const cells = (date: string, what: string, kind: string, amount: string, bold = false): Cell[] => [
  { text: date, at: columns.date, width: 90, bold },
  { text: what, at: columns.what, width: 208, bold },
  { text: kind, at: columns.kind, width: 90, bold },
  { text: amount, at: columns.amount, width: paperWidth - columns.amount, right: true, bold },
]

function writeLines(paper: Paper, statement: StatementView): void {
  // The built-in fonts know few currency signs: the code stands beside each amount.
  const money = (amountMinor: number) =>
    `${decimalOf(amountMinor, statement.currency)} ${statement.currency.toUpperCase()}`.replace('-', '−')
  paper.table(cells('Date', 'What', 'Kind', 'Amount', true))
  paper.row(cells(formatDay(monthOfStatement(statement)), 'Opening balance', '', money(statement.openingMinor)), { line: true })
  for (const line of statement.lines) {
    const what = line.corrects ? `${lineWords(line)} (corrects ${line.corrects})` : lineWords(line)
    paper.row(cells(formatDay(line.at), what, lineKindWord[line.kind], money(line.amountMinor)), { line: true })
  }
  paper.row(cells('', 'Closing balance', '', money(statement.closingMinor), true), { line: true })
  paper.endTable()
}
