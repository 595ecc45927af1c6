import { Badge } from './badge.tsx'
import { DataTable } from './data-table.tsx'

/** Something looked at, and what is to be done about it. */
export type Finding = { what: string; isGood: boolean; says: string; todo: string | null }

export const FindingsTable = ({ caption, findings }: { caption: string; findings: readonly Finding[] }) => (
  <DataTable
    caption={caption}
    stack
    rows={findings}
    columns={[
      { key: 'what', head: 'What', rowHead: true, stack: 'start', cell: (row) => row.what },
      {
        key: 'state',
        head: 'State',
        stack: 'end',
        cell: (row) => <Badge tone={row.isGood ? 'good' : 'warn'}>{row.isGood ? 'In order' : 'To do'}</Badge>,
      },
      { key: 'says', head: 'Found', cell: (row) => row.says },
      { key: 'todo', head: 'Do', cell: (row) => row.todo ?? '' },
    ]}
  />
)
