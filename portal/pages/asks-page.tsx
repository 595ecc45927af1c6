import type { RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { meetingWords, RequestState } from '../components/reference-words.tsx'

type AskLine = { id: string; prospect: string; activity: RequestActivity; status: RequestStatus; slotAt: Date | null; askedAt: Date }

/** A partner that is a customer: what it was asked to vouch for. */
export const AsksPage = ({ asks }: { asks: readonly AskLine[] }) => (
  <>
    <PageHead
      title="What we were asked"
      lead="Companies that would like to hear from you how it went. You may say no to each without a reason."
    />
    <DataTable
      caption="Requests to your company"
      stack
      columns={columns}
      rows={asks}
      blank={
        <BlankSlate title="Nobody has asked yet">When a company would like to talk to you, it stands here and in your mail.</BlankSlate>
      }
    />
  </>
)

const columns: Column<AskLine>[] = [
  { key: 'prospect', head: 'Who', rowHead: true, stack: 'start', cell: ({ id, prospect }) => <a href={`/asks/${id}`}>{prospect}</a> },
  { key: 'what', head: 'What', cell: ({ activity }) => meetingWords[activity] },
  { key: 'when', head: 'When', cell: ({ slotAt, askedAt }) => (slotAt ? <Instant at={slotAt} /> : <Day at={askedAt} />) },
  { key: 'state', head: 'State', stack: 'end', cell: ({ status }) => <RequestState status={status} reader="customer" /> },
]
