import { type RegistrationStatus, registrationStatuses } from '../../schema/registrations.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { RegistrationStateForPartner, type StateFacts } from '../components/registration-state.tsx'
import { SelectField } from '../components/select-field.tsx'

type Row = StateFacts & { id: string; company: string; domain: string; submittedAt: Date; nextStep: string }

type RegistrationsOfPartnerPageProps = {
  registrations: readonly Row[]
  status: RegistrationStatus | undefined
  now: Date
  olderHref?: string | undefined
}

const stateWords: Record<RegistrationStatus, string> = {
  submitted: 'Waiting for our answer',
  appealed: 'Appealed',
  accepted: 'Yours',
  refused: 'Refused',
  withdrawn: 'Taken back',
  ended: 'Ended',
}

/** A partner's own registrations, each with where it stands. */
export const RegistrationsOfPartnerPage = ({ registrations, status, now, olderHref }: RegistrationsOfPartnerPageProps) => (
  <>
    <PageHead
      title="Registrations"
      lead="Companies that you work on: once we accept one, nobody else can register it for 90 days."
      actions={
        <>
          <ButtonLink href="/registrations/check">Is a company free?</ButtonLink>
          <ButtonLink kind="primary" href="/registrations/new">
            Register a company
          </ButtonLink>
        </>
      }
    />
    <Filters action="/registrations" clearHref={status && '/registrations'}>
      <SelectField
        name="status"
        label="State"
        value={status}
        emptyLabel="Every state"
        options={registrationStatuses.map((value) => ({ value, label: stateWords[value] }))}
      />
    </Filters>
    <DataTable
      caption="Your registrations"
      stack
      columns={columnsAt(now)}
      rows={registrations}
      blank={<None isFiltered={status !== undefined} />}
    />
    <Pager olderHref={olderHref} />
  </>
)

const columnsAt = (now: Date): Column<Row>[] => [
  {
    key: 'company',
    head: 'Company',
    rowHead: true,
    stack: 'start',
    cell: ({ id, company }) => <a href={`/registrations/${id}`}>{company}</a>,
  },
  { key: 'state', head: 'State', stack: 'end', cell: (row) => <RegistrationStateForPartner of={row} now={now} /> },
  { key: 'next', head: 'Your next step', stack: 'below', cell: ({ nextStep }) => nextStep },
  { key: 'sent', head: 'Sent', stack: 'below-end', cell: ({ submittedAt }) => <Day at={submittedAt} /> },
]

const None = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="None in this state" action={<ButtonLink href="/registrations">Show all</ButtonLink>} />
  ) : (
    <BlankSlate title="Nothing registered yet" action={<ButtonLink href="/registrations/new">Register a company</ButtonLink>}>
      Register a company that you work on, before somebody else does. A person answers within two business days.
    </BlankSlate>
  )
