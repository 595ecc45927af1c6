import type { PullName } from '../../schema/records.ts'
import { Badge } from './badge.tsx'
import { DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { listInWords } from './recon-words.ts'
import { Sheet } from './sheet.tsx'

export type ShownList = { name: PullName; startedAt: Date | null; completeUntil: Date | null; isLate: boolean }

/** How far the lists are read that bring what Stripe did not send us. */
export const StripeLists = ({ lists, now }: { lists: readonly ShownList[]; now: Date }) => (
  <Sheet title="What Stripe did not send us">
    <DataTable
      caption="Stripe’s lists, read daily, and how far each is read"
      rows={lists}
      columns={[
        { key: 'list', head: 'List at Stripe', rowHead: true, cell: ({ name }) => listInWords[name] },
        {
          key: 'read',
          head: 'Read to its end',
          cell: ({ completeUntil }) => (completeUntil ? <Instant at={completeUntil} from={now} /> : <span class="soft">Not yet</span>),
        },
        { key: 'state', head: 'State', cell: (list) => <ListState list={list} /> },
      ]}
    />
  </Sheet>
)

const ListState = ({ list: { startedAt, isLate } }: { list: ShownList }) => {
  if (!startedAt) return <span class="soft">Begins again at 03:20 UTC</span>
  return (
    <Badge tone={isLate ? 'bad' : 'wait'}>
      {isLate ? 'Not to its end since ' : 'Being read since '}
      <Instant at={startedAt} />
    </Badge>
  )
}
