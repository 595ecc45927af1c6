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

const mostShown = 200
const shownFirst: ShownLine['state'][] = ['refused', 'stored', 'new', 'same']

/** What becomes of each line, in their order; of very many those that need a look come first, and the rest is told by its number. */
export const ImportLines = ({ lines }: { lines: readonly ShownLine[] }) => {
  if (lines.length <= mostShown) return <DataTable caption="The lines of your list" stack columns={columns} rows={lines} />
  const shown = shownFirst.flatMap((state) => lines.filter((each) => each.state === state)).slice(0, mostShown)
  const caption = `${mostShown} of the ${lines.length} lines of your list, refused ones first`
  return <DataTable caption={caption} showCaption stack columns={columns} rows={shown} />
}
