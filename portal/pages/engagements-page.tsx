import type { Engagement } from '../../schema/engagements.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EngagementState, engagementStatusWords } from '../components/engagement-words.tsx'
import { Filters } from '../components/filters.tsx'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'

export type EngagementLine = Engagement & {
  company: string
  told: { open: number; met: number; missed: number; overdue: number }
}

type EngagementsPageProps = {
  engagements: readonly EngagementLine[]
  filter: { status: string; criteria: string }
  olderHref: string | undefined
}

const statuses = Object.entries(engagementStatusWords).map(([value, { word }]) => ({ value, label: word }))

export const EngagementsPage = ({ engagements, filter, olderHref }: EngagementsPageProps) => {
  const isFiltered = Boolean(filter.status || filter.criteria)
  return (
    <>
      <PageHead
        title="Engagements"
        lead="The work for customers, with what both sides call a success. Plan a new one on a customer’s page."
        actions={<ButtonLink href="/invitations">Invitations</ButtonLink>}
      />
      <Filters action="/engagements" clearHref={isFiltered ? '/engagements' : undefined}>
        <SelectField name="status" label="State" optional emptyLabel="All" value={filter.status} options={statuses} />
        <SelectField
          name="criteria"
          label="Criteria"
          optional
          emptyLabel="All"
          value={filter.criteria}
          options={[{ value: 'overdue', label: 'Overdue' }]}
        />
      </Filters>
      <DataTable
        caption="Engagements"
        rows={engagements}
        columns={[
          { key: 'name', head: 'Work', rowHead: true, cell: (row) => <a href={`/engagements/${row.id}`}>{row.name}</a> },
          { key: 'company', head: 'Customer', cell: (row) => <a href={`/customers/${row.prospectId}`}>{row.company}</a> },
          { key: 'kickoff', head: 'Kickoff', cell: (row) => row.kickoffOn && <DayOf day={row.kickoffOn} /> },
          { key: 'criteria', head: 'Criteria', cell: (row) => <Told told={row.told} /> },
          { key: 'state', head: 'State', cell: (row) => <EngagementState status={row.status} /> },
        ]}
        blank={<Blank isFiltered={isFiltered} />}
      />
      <Pager olderHref={olderHref} />
    </>
  )
}

const Blank = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="None like this" action={<ButtonLink href="/engagements">Show all engagements</ButtonLink>}>
      There is no engagement in this state.
    </BlankSlate>
  ) : (
    <BlankSlate title="No engagements yet" action={<ButtonLink href="/customers">Customers</ButtonLink>}>
      Open a customer and plan its work there, with the criteria that make it a success.
    </BlankSlate>
  )

export const Told = ({ told }: { told: EngagementLine['told'] }) => {
  const words = [told.met && `${told.met} met`, told.missed && `${told.missed} missed`, told.open && `${told.open} open`].filter(Boolean)
  return (
    <>
      {words.join(', ') || 'None yet'} {told.overdue > 0 && <Badge tone="warn">{told.overdue} overdue</Badge>}
    </>
  )
}
