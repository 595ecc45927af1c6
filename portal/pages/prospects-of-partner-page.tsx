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

type Row = { id: string; company: string; stage: ProspectStage; level: number; touchedAt: Date; isCredited: boolean }

type ProspectsOfPartnerPageProps = {
  prospects: readonly Row[]
  place: string | undefined
  fileHref: string
  olderHref?: string | undefined
}

/** A partner's own prospects: where each stands in plain words, never money and never another partner. */
export const ProspectsOfPartnerPage = ({ prospects, place, fileHref, olderHref }: ProspectsOfPartnerPageProps) => (
  <>
    <PageHead
      title="Prospects"
      lead="Companies that came through you, and where each of them stands."
      actions={
        <>
          <ButtonLink href={fileHref} download="prospects.csv">
            Download CSV
          </ButtonLink>
          <ButtonLink kind="primary" href="/introductions/new">
            Introduce somebody
          </ButtonLink>
        </>
      }
    />
    <Filters action="/prospects" clearHref={place && '/prospects'}>
      <SelectField name="level" label="Stands at" value={place} emptyLabel="Everywhere" options={levelOptions('partner')} />
    </Filters>
    <DataTable caption="Your prospects" stack columns={columns} rows={prospects} blank={<NoProspects isFiltered={place !== undefined} />} />
    <Pager olderHref={olderHref} />
  </>
)

const columns: Column<Row>[] = [
  { key: 'company', head: 'Company', rowHead: true, stack: 'start', cell: ({ id, company }) => <a href={`/prospects/${id}`}>{company}</a> },
  {
    key: 'stage',
    head: 'Stands at',
    stack: 'end',
    cell: ({ level, stage }) => <LevelBadge level={level} stage={stage} reader="partner" />,
  },
  {
    key: 'credit',
    head: 'Credit',
    cell: ({ isCredited }) => (isCredited ? <Badge tone="good">Yours</Badge> : <Badge>Not yours</Badge>),
  },
  { key: 'last', head: 'Last came through you', stack: 'below-end', cell: ({ touchedAt }) => <Day at={touchedAt} /> },
]

const NoProspects = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="None stands there" action={<ButtonLink href="/prospects">Show all</ButtonLink>} />
  ) : (
    <BlankSlate title="No prospects yet" action={<ButtonLink href="/introductions/new">Introduce somebody</ButtonLink>}>
      A company appears here when it comes through one of your links and tells us who it is, or when you introduce it.
    </BlankSlate>
  )
