import type { GrantKind, GrantScope, GrantStatus } from '../../schema/grants.ts'
import { Act } from '../components/act.tsx'
import { GrantState } from '../components/agreement-state.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { DayOf, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Line = {
  id: string
  company: string
  kind: GrantKind
  kindInWords: string
  scope: GrantScope
  personName: string | null
  status: GrantStatus
  endsOn: string
}
type Task = {
  id: string
  grantId: string
  company: string
  grantInWords: string
  useInWords: string
  place: string
  overdueSince: Date | null
}

type GrantsPageProps = {
  grants: Line[]
  tasks: Task[]
  filter: { kind: string; status: string }
  kinds: readonly Option[]
  statuses: readonly Option[]
  now: Date
  mayChange: boolean
  olderHref: string | undefined
}

export const GrantsPage = (page: GrantsPageProps) => {
  const { grants, tasks, filter, kinds, statuses, olderHref } = page
  const isFiltered = Boolean(filter.kind || filter.status)
  return (
    <>
      <PageHead
        title="Permissions"
        lead="What customers allow us to use: each for itself, in exact words, until a day. Ask for one on a customer’s page."
        actions={<ButtonLink href="/wall">The public wall</ButtonLink>}
      />
      {tasks.length > 0 && <Tasks {...page} />}
      <Filters action="/grants" clearHref={isFiltered ? '/grants' : undefined}>
        <SelectField name="kind" label="Permission" optional emptyLabel="All" value={filter.kind} options={kinds} />
        <SelectField name="status" label="State" optional emptyLabel="All" value={filter.status} options={statuses} />
      </Filters>
      <DataTable
        caption="Permissions"
        rows={grants}
        columns={[
          { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/grants/${row.id}`}>{row.company}</a> },
          { key: 'kind', head: 'Permission', cell: (row) => row.kindInWords },
          {
            key: 'who',
            head: 'Given by',
            cell: (row) => (row.scope === 'individual' ? `A person${row.personName ? `: ${row.personName}` : ''}` : 'The company'),
          },
          { key: 'until', head: 'Until', cell: (row) => <DayOf day={row.endsOn} /> },
          { key: 'state', head: 'State', cell: (row) => <GrantState status={row.status} /> },
        ]}
        blank={
          isFiltered ? (
            <BlankSlate title="None like this" action={<ButtonLink href="/grants">Show all permissions</ButtonLink>}>
              There is no permission of this kind and state.
            </BlankSlate>
          ) : (
            <BlankSlate title="No permissions yet" action={<ButtonLink href="/prospects">Prospects</ButtonLink>}>
              Open a customer and ask for one there.
            </BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </>
  )
}

const Tasks = ({ tasks, now, mayChange }: GrantsPageProps) => (
  <Sheet title="To take down">
    <DataTable
      caption="Uses whose permission is over"
      rows={tasks}
      columns={[
        { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/grants/${row.grantId}`}>{row.company}</a> },
        { key: 'kind', head: 'Permission', cell: (row) => row.grantInWords },
        { key: 'place', head: 'Where it stands', cell: (row) => `${row.useInWords}: ${row.place}` },
        { key: 'since', head: 'Over', cell: (row) => row.overdueSince && <Instant at={row.overdueSince} from={now} /> },
        {
          key: 'act',
          head: '',
          cell: (row) => mayChange && <Act action={`/grants/${row.grantId}/uses/${row.id}/removal`} label="It is taken down" small />,
        },
      ]}
    />
  </Sheet>
)
