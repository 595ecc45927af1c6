import { DataTable } from './data-table.tsx'
import { Day } from './instant.tsx'
import { Money } from './money.tsx'
import { lineKindWord, lineWords, monthOfStatement, type StatementLineView, type StatementView } from './statement-view.ts'

/** Where a line's id leads: a partner's receipts and payouts, or staff's pages of the same. */
export type LineLink = (line: StatementLineView) => string | undefined

/** Opening balance, line by line, closing balance: it adds up on paper. */
export const StatementTable = ({ statement, linkOf }: { statement: StatementView; linkOf: LineLink }) => {
  const { lines, openingMinor, closingMinor, currency } = statement
  return (
    <DataTable
      caption="Opening balance, every line, closing balance"
      stack
      rows={[undefined, ...lines]}
      columns={[
        { key: 'at', head: 'Date', stack: 'start', cell: (line) => <Day at={line?.at ?? monthOfStatement(statement)} /> },
        {
          key: 'what',
          head: 'What',
          rowHead: true,
          cell: (line) => (line ? <What line={line} href={linkOf(line)} /> : 'Opening balance'),
        },
        { key: 'kind', head: 'Kind', cell: (line) => <span class="soft">{line ? lineKindWord[line.kind] : ''}</span> },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (line) => <Money amountMinor={line ? line.amountMinor : openingMinor} currency={currency} />,
        },
      ]}
      totals={[{ label: 'Closing balance', values: { amount: <Money amountMinor={closingMinor} currency={currency} /> } }]}
    />
  )
}

const What = ({ line, href }: { line: StatementLineView; href: string | undefined }) => (
  <>
    {href ? <a href={href}>{lineWords(line)}</a> : lineWords(line)}
    {line.corrects && <span class="soft small"> (corrects {line.corrects})</span>}
  </>
)
