import type { Child } from 'hono/jsx'
import type { Currency } from '../../schema/currency.ts'
import type { Category } from '../../schema/proposals.ts'
import { FigureRow } from './figure.tsx'
import { Money } from './money.tsx'
import { Sheet } from './sheet.tsx'

type Line = { n: number; words: string }
export type ProposalColumn = {
  category: Category
  title: string
  isOffered: boolean
  priceMinor: number
  savedMinor: number
  cutBps: number
  gives: readonly Line[]
  permits: readonly Line[]
  gets: readonly Line[]
}

type ColumnsProps = {
  columns: readonly ProposalColumn[]
  currency: Currency
  /** `You` to the prospect, `It` among us. */
  reader: 'prospect' | 'staff'
  /** Beside a line: takes it out of a draft. */
  lineAct?: ((line: Line) => Child) | undefined
}

const heads = {
  prospect: { gives: 'You do', permits: 'You permit, each one asked for by itself', gets: 'You get beside the price' },
  staff: { gives: 'It does', permits: 'It permits', gets: 'It gets beside the price' },
}

/** Regular, reference and sponsor side by side; below each other on a phone. */
export const ProposalColumns = ({ columns, currency, reader, lineAct }: ColumnsProps) => (
  <div class="grid grid--three">
    {columns.map((column) => (
      <Sheet title={column.title}>
        {column.isOffered ? (
          <>
            <FigureRow
              figures={[
                { label: 'Price', value: <Money amountMinor={column.priceMinor} currency={currency} />, note: noteOf(column, currency) },
              ]}
            />
            <Part head={heads[reader].gives} lines={column.gives} lineAct={lineAct} />
            <Part head={heads[reader].permits} lines={column.permits} lineAct={lineAct} />
            <Part head={heads[reader].gets} lines={column.gets} lineAct={lineAct} />
            {column.category === 'regular' && <p>Nothing but the work and its price.</p>}
          </>
        ) : (
          <p class="soft">Not a part of this proposal.</p>
        )}
      </Sheet>
    ))}
  </div>
)

const noteOf = ({ cutBps, savedMinor }: ProposalColumn, currency: Currency): Child =>
  cutBps > 0 ? (
    <>
      {cutBps / 100} % less, which is <Money amountMinor={savedMinor} currency={currency} />
    </>
  ) : (
    'The list price'
  )

const Part = ({ head, lines, lineAct }: { head: string; lines: readonly Line[]; lineAct?: ColumnsProps['lineAct'] }) =>
  lines.length === 0 ? null : (
    <>
      <h3 class="field__label">{head}</h3>
      <ul class="plain-list">
        {lines.map((line) => (
          <li>
            {line.words} {lineAct?.(line)}
          </li>
        ))}
      </ul>
    </>
  )
