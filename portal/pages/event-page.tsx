import type { InboxEvent } from '../../schema/records.ts'
import { Act } from '../components/act.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EventState, sourceInWords } from '../components/event-state.tsx'
import { Facts } from '../components/facts.tsx'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type EventPageProps = {
  event: InboxEvent
  /** What became of it, and what to do. */
  words: string
  mayRun: boolean
  trail: { at: Date; actor: string; act: string }[]
}

export const EventPage = ({ event, words, mayRun, trail }: EventPageProps) => (
  <>
    <PageHead
      title={event.type}
      state={<EventState {...event} />}
      lead={words}
      back={{ href: '/inbox', label: 'Events of Stripe' }}
      actions={mayRun && <Act action={`/inbox/${encodeURIComponent(event.id)}/run`} label="Run again" kind="primary" />}
    />
    {event.error && <Notice tone={event.status === 'ignored' ? 'plain' : 'warn'}>{event.error}</Notice>}
    <Sheet title="About">
      <Facts
        wide
        facts={[
          { label: 'Event', value: <code>{event.id}</code> },
          { label: 'Came to', value: sourceInWords[event.source] },
          { label: 'Tells of', value: event.object ? <code>{event.object}</code> : 'Nothing in particular' },
          ...(event.account ? [{ label: 'In the account', value: <code>{event.account}</code> }] : []),
          { label: 'Version', value: event.apiVersion ?? 'None (a thin event)' },
          { label: 'Arrived', value: <Instant at={event.receivedAt} /> },
          { label: 'Tries', value: event.tries },
          event.doneAt
            ? { label: 'Finished', value: <Instant at={event.doneAt} /> }
            : { label: 'Next try', value: event.status === 'misrouted' ? 'Never' : <Instant at={event.nextAt} /> },
        ]}
      />
    </Sheet>
    <Sheet title="Run again by hand">
      <DataTable
        caption="Run again by hand"
        stack
        rows={trail}
        columns={[
          { key: 'at', head: 'When', cell: (row) => <Instant at={row.at} /> },
          { key: 'actor', head: 'Who', rowHead: true, stack: 'start', cell: (row) => row.actor },
          { key: 'act', head: 'What', cell: (row) => <code>{row.act}</code> },
        ]}
        blank={<p class="soft">Never.</p>}
      />
    </Sheet>
  </>
)
