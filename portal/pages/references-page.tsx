import type { RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { requestStatuses } from '../../schema/requests.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { meetingWords, RequestState, requestInWords } from '../components/reference-words.tsx'
import { Sheet } from '../components/sheet.tsx'

type RequestLine = {
  id: string
  prospect: string
  customer: string | null
  activity: RequestActivity
  status: RequestStatus
  sinceAt: Date
  slotAt: Date | null
  waitsFor: string | undefined
}

type ReferencesPageProps = {
  counts: Partial<Record<RequestStatus, number>>
  overdue: readonly RequestLine[]
  requests: readonly RequestLine[]
  status: RequestStatus | undefined
  now: Date
  olderHref: string | undefined
  mayAsk: boolean
}

/** The reference desk: who waits for whom, and every request by its state. */
export const ReferencesPage = ({ counts, overdue, requests, status, now, olderHref, mayAsk }: ReferencesPageProps) => (
  <>
    <PageHead
      title="References"
      lead="Who asks to talk to a customer, and what became of it. What does not stand here did not happen."
      actions={
        <>
          <ButtonLink href="/references/pool">The pool</ButtonLink>
          {mayAsk && (
            <ButtonLink kind="primary" href="/references/requests/new">
              Ask for a prospect
            </ButtonLink>
          )}
        </>
      }
    />
    <FigureRow
      figures={(['asked', 'proposed', 'accepted', 'scheduled', 'held'] as const).map((each) => ({
        label: requestInWords(each, 'staff'),
        value: <a href={`/references?status=${each}`}>{counts[each] ?? 0}</a>,
      }))}
    />
    {overdue.length > 0 && (
      <Sheet title="Waiting for more than 72 hours">
        <DataTable caption="Overdue requests" columns={overdueColumns(now)} rows={overdue} />
      </Sheet>
    )}
    <Sheet title="Requests">
      <Filters action="/references" clearHref={status ? '/references' : undefined}>
        <StateFilter value={status} states={requestStatuses} wordOf={(state) => requestInWords(state, 'staff')} />
      </Filters>
      <DataTable
        caption="Requests"
        columns={columns}
        rows={requests}
        blank={
          status ? (
            <BlankSlate title="No request in this state" action={<ButtonLink href="/references">Show all requests</ButtonLink>} />
          ) : (
            <BlankSlate
              title="Nobody has asked yet"
              action={mayAsk && <ButtonLink href="/references/requests/new">Ask for a prospect</ButtonLink>}
            >
              Prospects ask on a page of their own once you invite them; you can ask for them, too.
            </BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </Sheet>
  </>
)

const columns: Column<RequestLine>[] = [
  { key: 'prospect', head: 'Prospect', rowHead: true, cell: ({ id, prospect }) => <a href={`/references/requests/${id}`}>{prospect}</a> },
  { key: 'what', head: 'Asks for', cell: ({ activity }) => meetingWords[activity] },
  { key: 'customer', head: 'Customer', cell: ({ customer }) => customer ?? <span class="soft">Nobody yet</span> },
  { key: 'state', head: 'State', cell: ({ status }) => <RequestState status={status} reader="staff" /> },
  { key: 'since', head: 'Since', cell: ({ sinceAt }) => <Day at={sinceAt} /> },
  { key: 'slot', head: 'Time', cell: ({ slotAt }) => (slotAt ? <Instant at={slotAt} /> : <span class="soft">Open</span>) },
]

const overdueColumns = (now: Date): Column<RequestLine>[] => [
  { key: 'prospect', head: 'Prospect', rowHead: true, cell: ({ id, prospect }) => <a href={`/references/requests/${id}`}>{prospect}</a> },
  { key: 'customer', head: 'Customer', cell: ({ customer }) => customer ?? <span class="soft">Nobody yet</span> },
  { key: 'waits', head: 'Waits for', cell: ({ waitsFor }) => waitsFor },
  { key: 'since', head: 'Since', cell: ({ sinceAt }) => <Instant at={sinceAt} from={now} /> },
]
