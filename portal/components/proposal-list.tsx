import type { Child } from 'hono/jsx'
import type { Currency } from '../../schema/currency.ts'
import type { Category, ProposalStatus } from '../../schema/proposals.ts'
import { agreementKindWords } from './agreement-state.tsx'
import { DataTable } from './data-table.tsx'
import { Day } from './instant.tsx'
import { Money } from './money.tsx'
import { ProposalState } from './proposal-state.tsx'

export type ListedProposal = {
  id: string
  name: string
  company: string
  currency: Currency
  listMinor: number
  partner: boolean
  status: ProposalStatus
  chosen: Category | null
  createdAt: Date
}

type ProposalListProps = { proposals: readonly ListedProposal[]; withCompany?: boolean | undefined; blank?: Child }

export const ProposalList = ({ proposals, withCompany, blank }: ProposalListProps) => (
  <DataTable
    caption="Proposals"
    rows={proposals}
    columns={[
      { key: 'name', head: 'Proposal', rowHead: true, cell: (row) => <a href={`/proposals/${row.id}`}>{row.name}</a> },
      ...(withCompany ? [{ key: 'company', head: 'For', cell: (row: ListedProposal) => row.company }] : []),
      { key: 'list', head: 'List price', number: true, cell: (row) => <Money amountMinor={row.listMinor} currency={row.currency} /> },
      { key: 'partner', head: 'Partner', cell: (row) => (row.partner ? 'With a share' : '') },
      { key: 'state', head: 'State', cell: (row) => <ProposalState status={row.status} /> },
      { key: 'chosen', head: 'Column', cell: (row) => (row.chosen ? columnWord(row.chosen) : '') },
      { key: 'at', head: 'Begun', cell: (row) => <Day at={row.createdAt} /> },
    ]}
    blank={blank}
  />
)

const columnWord = (chosen: Category): string => (chosen === 'regular' ? 'Regular' : agreementKindWords[chosen])
