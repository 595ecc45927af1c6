import type { RegistrationStatus } from '../../schema/registrations.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { AnswerClock, RegistrationState } from '../components/registration-state.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Row = {
  id: string
  company: string
  domain: string
  partnerName: string
  status: RegistrationStatus
  submittedAt: Date
  dueAt: Date
  protectedUntil: Date | null
  daysLeft: number
}
type Extension = { id: string; company: string; partnerName: string; dueAt: Date; protectedUntil: Date | null; daysLeft: number }

type RegistrationsPageProps = {
  filter: string
  registrations: readonly Row[]
  extensions: readonly Extension[]
  now: Date
  fileHref: string
  furtherHref?: string | undefined
}

export const deskFilters = [
  { value: 'waiting', label: 'To decide' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'refused', label: 'Refused' },
  { value: 'withdrawn', label: 'Withdrawn' },
  { value: 'ended', label: 'Ended' },
  { value: 'all', label: 'All' },
] as const

/** Sales' desk: who waits for an answer, the first due first. */
export const RegistrationsPage = ({ filter, registrations, extensions, now, fileHref, furtherHref }: RegistrationsPageProps) => (
  <>
    <PageHead
      title="Registrations"
      lead="Partners ask for companies that they work on. Each is answered by a person within two business days; the clock shows, and never decides."
      actions={
        <>
          <ButtonLink href="/holidays" kind="quiet">
            Holidays
          </ButtonLink>
          <ButtonLink href={fileHref} download="registrations.csv">
            Download CSV
          </ButtonLink>
        </>
      }
    />
    <Filters action="/registrations" clearHref={filter === 'waiting' ? undefined : '/registrations'}>
      <SelectField name="status" label="State" value={filter} options={deskFilters} />
    </Filters>
    <DataTable
      caption="Registrations"
      columns={columnsAt(now)}
      rows={registrations}
      blank={
        filter === 'waiting' ? (
          <BlankSlate title="Nobody waits for an answer" action={<ButtonLink href="/registrations?status=all">Show all</ButtonLink>}>
            When a partner registers a company, it stands here with its clock.
          </BlankSlate>
        ) : (
          <BlankSlate title="None in this state" action={<ButtonLink href="/registrations">Show what waits</ButtonLink>} />
        )
      }
    />
    <Pager olderHref={furtherHref} />
    {extensions.length > 0 && (
      <Sheet title="Extensions to answer">
        <DataTable caption="Extensions to answer" columns={extensionColumns(now)} rows={extensions} />
      </Sheet>
    )}
  </>
)

const columnsAt = (now: Date): Column<Row>[] => [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/registrations/${id}`}>{company}</a> },
  { key: 'domain', head: 'Domain', cell: ({ domain }) => domain },
  { key: 'partner', head: 'Partner', cell: ({ partnerName }) => partnerName },
  { key: 'state', head: 'State', cell: ({ status }) => <RegistrationState status={status} /> },
  { key: 'clock', head: 'Answer', cell: (row) => <Clock row={row} now={now} /> },
  { key: 'sent', head: 'Sent', cell: ({ submittedAt }) => <Day at={submittedAt} /> },
]

const Clock = ({ row, now }: { row: Row; now: Date }) => {
  if (row.status === 'submitted' || row.status === 'appealed') return <AnswerClock dueAt={row.dueAt} daysLeft={row.daysLeft} now={now} />
  return row.status === 'accepted' && row.protectedUntil ? (
    <>
      Protected until <Day at={row.protectedUntil} />
    </>
  ) : (
    'Answered'
  )
}

const extensionColumns = (now: Date): Column<Extension>[] => [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/registrations/${id}#extension`}>{company}</a> },
  { key: 'partner', head: 'Partner', cell: ({ partnerName }) => partnerName },
  { key: 'until', head: 'Protected until', cell: ({ protectedUntil }) => protectedUntil && <Day at={protectedUntil} /> },
  { key: 'clock', head: 'Answer', cell: ({ dueAt, daysLeft }) => <AnswerClock dueAt={dueAt} daysLeft={daysLeft} now={now} /> },
]
