import { Badge, type Tone } from './badge.tsx'
import { type Column, DataTable } from './data-table.tsx'

/** A line of a list that is imported. `new` before it is stored, `stored` just now. */
export type ShownLine = {
  line: number
  title: string
  state: 'new' | 'stored' | 'same' | 'refused'
  note: string
  /** It lacks what it had better say. */
  isIncomplete: boolean
}

const wordFor: Record<ShownLine['state'], { word: string; tone: Tone }> = {
  new: { word: 'New', tone: 'wait' },
  stored: { word: 'Stored', tone: 'good' },
  same: { word: 'Same', tone: 'plain' },
  refused: { word: 'Refused', tone: 'bad' },
}

const columns: Column<ShownLine>[] = [
  { key: 'line', head: 'Line', stack: 'labelled', cell: ({ line }) => String(line) },
  { key: 'title', head: 'What', rowHead: true, stack: 'start', cell: ({ title }) => title },
  { key: 'state', head: 'State', stack: 'end', cell: ({ state }) => <Badge tone={wordFor[state].tone}>{wordFor[state].word}</Badge> },
  { key: 'note', head: 'About it', stack: 'below', cell: ({ note }) => note },
]

/** What becomes of each line, in their order. */
export const ImportLines = ({ lines }: { lines: readonly ShownLine[] }) => (
  <DataTable caption="The lines of your list" stack columns={columns} rows={lines} />
)
