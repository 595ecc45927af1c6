import { type ProspectStage, prospectStages } from '../../schema/prospects.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { StageBadge, stageOptions } from '../components/stage-badge.tsx'
import { TextField } from '../components/text-field.tsx'

type Row = {
  id: string
  company: string
  domain: string | null
  stage: ProspectStage
  createdAt: Date
  partnerName: string | null
  held: boolean
}

type ProspectsPageProps = {
  prospects: readonly Row[]
  search: string | undefined
  stage: ProspectStage | undefined
  olderHref?: string | undefined
}

export const ProspectsPage = ({ prospects, search, stage, olderHref }: ProspectsPageProps) => (
  <>
    <PageHead title="Prospects" lead="Everybody who came through a partner, the newest first." />
    <Filters action="/prospects" clearHref={search || stage ? '/prospects' : undefined}>
      <TextField name="q" label="Company or domain" type="search" value={search} optional maxlength={100} />
      <SelectField name="stage" label="Stage" value={stage} emptyLabel="Every stage" options={stageOptions('staff', prospectStages)} />
    </Filters>
    <DataTable caption="Prospects" columns={columns} rows={prospects} blank={<NoProspects isFiltered={Boolean(search || stage)} />} />
    <Pager olderHref={olderHref} />
  </>
)

const columns: Column<Row>[] = [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/prospects/${id}`}>{company}</a> },
  { key: 'domain', head: 'Domain', cell: ({ domain }) => domain ?? 'Not known' },
  { key: 'stage', head: 'Stage', cell: ({ stage }) => <StageBadge stage={stage} reader="staff" /> },
  {
    key: 'partner',
    head: 'Credit',
    cell: ({ partnerName, held }) => (
      <>
        {partnerName ?? 'Nobody'} {held && <Badge tone="warn">Held</Badge>}
      </>
    ),
  },
  { key: 'since', head: 'Known since', cell: ({ createdAt }) => <Day at={createdAt} /> },
]

const NoProspects = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="No prospect fits" action={<ButtonLink href="/prospects">Show all</ButtonLink>}>
      Search for a part of a company’s name or of its domain.
    </BlankSlate>
  ) : (
    <BlankSlate title="No prospects yet">A company appears here when it comes through a partner’s link or is introduced.</BlankSlate>
  )
