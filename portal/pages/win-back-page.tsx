import type { GrievanceStatus } from '../../schema/customers.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { GrievanceBadge } from '../components/customer-words.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'

type Row = {
  id: string
  company: string
  lapsedAt: Date | null
  grievance: string | null
  grievanceStatus: GrievanceStatus | null
  noGrievance: string | null
  hasWonSince: boolean
}

/** Who left, why, and what stands between us and their return. */
export const WinBackPage = ({ customers }: { customers: readonly Row[] }) => (
  <>
    <PageHead
      title="Win back"
      lead="Customers that lapsed, the longest gone first. New work is offered once what went wrong is made good."
      back={{ href: '/customers', label: 'Customers' }}
    />
    <DataTable
      caption="Lapsed customers"
      columns={columns}
      rows={customers}
      blank={<BlankSlate title="Nobody has lapsed">A customer that no longer buys appears here, with its grievance.</BlankSlate>}
    />
  </>
)

const columns: Column<Row>[] = [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/customers/${id}`}>{company}</a> },
  { key: 'lapsed', head: 'Lapsed on', cell: ({ lapsedAt }) => (lapsedAt ? <Day at={lapsedAt} /> : '') },
  { key: 'grievance', head: 'Grievance', cell: ({ grievance }) => grievance ?? 'None is written down' },
  { key: 'state', head: 'State', cell: ({ grievanceStatus }) => (grievanceStatus ? <GrievanceBadge status={grievanceStatus} /> : '') },
  { key: 'next', head: 'Next', cell: (row) => nextOf(row) },
]

function nextOf({ grievanceStatus, noGrievance, hasWonSince }: Row): string {
  if (grievanceStatus && grievanceStatus !== 'settled')
    return grievanceStatus === 'offered' ? 'Wait for its answer' : 'Offer to make it good'
  if (!grievanceStatus && !noGrievance) return 'Ask what went wrong, or write that nothing did'
  return hasWonSince ? 'It bought again: mark it won back' : 'Offer new work'
}
