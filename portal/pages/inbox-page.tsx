import { type InboxEvent, type InboxSource, type InboxStatus, inboxSources, inboxStatuses } from '../../schema/records.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EventState, eventStateInWords, sourceInWords } from '../components/event-state.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Filters } from '../components/filters.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

type Stuck = { failing: number; waiting: number; misrouted: number; otherMode: number; setAside: number }

type InboxPageProps = {
  events: InboxEvent[]
  filter: { status: InboxStatus | 'failing' | 'set_aside' | undefined; source: InboxSource | undefined; type: string }
  stuck: Stuck
  /** Where counting stops. */
  countedAtMost: number
  now: Date
  mayRun: (event: InboxEvent) => boolean
  olderHref: string | undefined
}

const statuses = [
  { value: 'failing', label: 'Failing' },
  ...inboxStatuses.map((value) => ({ value, label: eventStateInWords(value) })),
  { value: 'set_aside', label: 'Set aside' },
]
const sources = inboxSources.map((value) => ({ value, label: sourceInWords[value] }))

export const InboxPage = (page: InboxPageProps) => {
  const { filter, events, now } = page
  const isNarrowed = Boolean(filter.status || filter.source || filter.type)
  return (
    <>
      <PageHead
        title="Events of Stripe"
        lead="What arrived, and what became of it. Each is kept first and applied after; a repeat changes nothing."
      />
      <FigureRow figures={figuresOf(page)} />
      <Filters action="/inbox" clearHref={isNarrowed ? '/inbox' : undefined}>
        <SelectField name="status" label="State" options={statuses} emptyLabel="Any state" value={filter.status} optional />
        <SelectField name="source" label="About" options={sources} emptyLabel="Any account" value={filter.source} optional />
        <TextField name="type" label="Event" value={filter.type} hint="Its whole name: invoice.paid" optional />
      </Filters>
      <DataTable
        caption="Events of Stripe"
        stack
        rows={events}
        columns={[
          {
            key: 'type',
            head: 'Event',
            rowHead: true,
            stack: 'start',
            cell: (row) => <a href={`/inbox/${encodeURIComponent(row.id)}`}>{row.type}</a>,
          },
          { key: 'source', head: 'About', cell: (row) => sourceInWords[row.source] },
          { key: 'at', head: 'Arrived', cell: (row) => <Instant at={row.receivedAt} from={now} /> },
          { key: 'tries', head: 'Tries', number: true, stack: 'labelled', cell: (row) => row.tries },
          { key: 'state', head: 'State', stack: 'end', cell: (row) => <EventState {...row} /> },
          { key: 'error', head: 'Why', cell: (row) => <span class="soft small">{row.error ?? ''}</span> },
          {
            key: 'run',
            head: 'Run',
            cell: (row) => page.mayRun(row) && <Act action={`/inbox/${encodeURIComponent(row.id)}/run`} label="Run again" small />,
          },
        ]}
        blank={isNarrowed ? <NoneFits /> : <NoneYet />}
      />
      <Pager olderHref={page.olderHref} />
    </>
  )
}

function figuresOf({ stuck, countedAtMost }: InboxPageProps) {
  const shown = (n: number) => <span class="number">{n >= countedAtMost ? `${countedAtMost} or more` : n}</span>
  return [
    { label: 'Failing', value: shown(stuck.failing), note: <a href="/inbox?status=failing">See why</a> },
    { label: 'Waiting for longer than a day', value: shown(stuck.waiting), note: <a href="/inbox?status=waiting">See them</a> },
    { label: 'At the wrong address', value: shown(stuck.misrouted), note: <a href="/inbox?status=misrouted">What to do</a> },
    { label: 'Of the other mode', value: shown(stuck.otherMode), note: <a href="/inbox?status=ignored">See them</a> },
    { label: 'Set aside', value: shown(stuck.setAside), note: <a href="/inbox?status=set_aside">See why</a> },
  ]
}

const NoneFits = () => (
  <BlankSlate title="No event fits" action={<ButtonLink href="/inbox">Show all</ButtonLink>}>
    An event’s name must be whole, as Stripe writes it.
  </BlankSlate>
)

const NoneYet = () => (
  <BlankSlate title="Nothing has arrived yet" action={<ButtonLink href="/setup">Check the set-up</ButtonLink>}>
    Events come as soon as the three endpoints stand at Stripe. What is missed is fetched daily all the same.
  </BlankSlate>
)
