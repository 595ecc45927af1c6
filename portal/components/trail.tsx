import { actInWords } from './audit-table.tsx'
import { DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { Sheet } from './sheet.tsx'

type TrailProps = { rows: readonly { at: Date; actor: string; act: string }[] }

/** What happened to one record, and who did it. */
export const Trail = ({ rows }: TrailProps) => (
  <Sheet title="Trail">
    <DataTable
      caption="Trail"
      rows={rows}
      columns={[
        { key: 'at', head: 'When', cell: (row) => <Instant at={row.at} /> },
        { key: 'actor', head: 'Who', cell: (row) => row.actor },
        { key: 'act', head: 'What', cell: (row) => actInWords(row.act) },
      ]}
      blank={<p class="soft">Nothing happened to it since it was written down.</p>}
    />
  </Sheet>
)
