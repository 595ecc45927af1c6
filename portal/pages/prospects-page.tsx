import type { ProspectStage } from '../../schema/prospects.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { LevelBadge, levelOptions } from '../components/level-words.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

type Row = {
  id: string
  company: string
  domain: string | null
  stage: ProspectStage
  level: number
  createdAt: Date
  partnerName: string | null
  held: boolean
}

type ProspectsPageProps = {
  prospects: readonly Row[]
  search?: string | undefined
  place: string | undefined
  /** More begin like the search than are shown. */
  isCut?: boolean
  olderHref?: string | undefined
}

export const ProspectsPage = ({ prospects, search, place, isCut = false, olderHref }: ProspectsPageProps) => (
  <>
    <PageHead title="Prospects" lead="Everybody who came through a partner, the newest first." />
    <Filters action="/prospects" clearHref={search || place ? '/prospects' : undefined}>
      <TextField name="q" label="Company, domain or mail address begins with" type="search" value={search} optional maxlength={100} />
      <SelectField name="level" label="Level" value={place} emptyLabel="Every level" options={levelOptions('staff')} />
    </Filters>
    {search && (
      <p class="soft">
        {isCut ? 'More begin like this: these are the first. Type more of it.' : 'All whose name, domain or mail address begins like this.'}
      </p>
    )}
    <DataTable caption="Prospects" columns={columns} rows={prospects} blank={<NoProspects isFiltered={Boolean(search || place)} />} />
    <Pager olderHref={olderHref} />
  </>
)

const columns: Column<Row>[] = [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/prospects/${id}`}>{company}</a> },
  { key: 'domain', head: 'Domain', cell: ({ domain }) => domain ?? 'Not known' },
  { key: 'stage', head: 'Stands at', cell: ({ level, stage }) => <LevelBadge level={level} stage={stage} reader="staff" /> },
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
      A search finds beginnings: of a company’s name, of its domain, or of the mail address of one of its people.
    </BlankSlate>
  ) : (
    <BlankSlate title="No prospects yet">A company appears here when it comes through a partner’s link or is introduced.</BlankSlate>
  )
