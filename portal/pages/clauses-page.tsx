import type { Clause } from '../../schema/grants.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Day, DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { clauseStates } from './clause-page.tsx'

type Line = Pick<Clause, 'id' | 'status' | 'proposedAt' | 'restsUntil'> & { company: string; deal: string }

export const ClausesPage = ({ clauses, olderHref }: { clauses: Line[]; olderHref: string | undefined }) => (
  <>
    <PageHead
      title="Reference clauses"
      lead="The standard clause in contracts: proposed, accepted, struck or amended. A new one begins with a deal."
    />
    <DataTable
      caption="Reference clauses"
      rows={clauses}
      columns={[
        { key: 'at', head: 'Proposed', cell: (row) => <Day at={row.proposedAt} /> },
        { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/clauses/${row.id}`}>{row.company}</a> },
        { key: 'deal', head: 'Deal', cell: (row) => row.deal },
        { key: 'rest', head: 'Naming rests until', cell: (row) => row.restsUntil && <DayOf day={row.restsUntil} /> },
        { key: 'state', head: 'State', cell: (row) => <Badge tone={clauseStates[row.status].tone}>{clauseStates[row.status].word}</Badge> },
      ]}
      blank={
        <BlankSlate title="No clauses yet" action={<ButtonLink href="/deals">Deals</ButtonLink>}>
          Open a deal and propose the clause from its page.
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
