import type { CompanySize } from '../../schema/customers.ts'
import type { Industry } from '../../schema/references.ts'
import { BlankSlate } from './blank-slate.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { DayOf } from './instant.tsx'
import { industryWords, sizeInWords } from './reference-words.tsx'
import { Sheet } from './sheet.tsx'

export type CandidateLine = {
  customerId: string
  company: string
  industry: Industry
  size: CompanySize
  people: string
  why: readonly string[]
  freeOn: string | undefined
  isWished: boolean
}
type CandidateTableProps = { requestId: string; candidates: readonly CandidateLine[]; moreHref: string | undefined; mayChange: boolean }

/** Which customers a request could go to, and why the others cannot be asked. */
export const CandidateTable = ({ requestId, candidates, moreHref, mayChange }: CandidateTableProps) => (
  <Sheet title="Whom to ask" aside={moreHref && <a href={moreHref}>Further customers</a>}>
    <DataTable
      caption="Customers that fit"
      columns={candidateColumns(requestId, mayChange)}
      rows={candidates}
      blank={<BlankSlate title="Nobody in the pool fits">Put a customer into the pool, or ask without industry and size.</BlankSlate>}
    />
  </Sheet>
)

const candidateColumns = (requestId: string, mayChange: boolean): Column<CandidateLine>[] => [
  {
    key: 'company',
    head: 'Customer',
    rowHead: true,
    cell: ({ customerId, company, isWished }) => (
      <>
        <a href={`/references/pool/${customerId}`}>{company}</a>
        {isWished && <span class="soft"> (chosen by the prospect)</span>}
      </>
    ),
  },
  { key: 'what', head: 'Is', cell: ({ industry, size }) => `${industryWords[industry]}, ${sizeInWords(size)}` },
  { key: 'people', head: 'People', cell: ({ people }) => people || <span class="soft">Nobody</span> },
  { key: 'free', head: 'Free from', cell: ({ freeOn }) => (freeOn ? <DayOf day={freeOn} /> : <span class="soft">Never</span>) },
  {
    key: 'why',
    head: 'Cannot be asked: it',
    cell: ({ why }) => (why.length > 0 ? why.join('; ') : <span class="soft">Can be asked</span>),
  },
  {
    key: 'ask',
    head: 'Ask',
    cell: ({ customerId, why, people }) =>
      mayChange && people !== '' && why.every((each) => each.startsWith('was asked as often')) ? (
        <a href={`/references/requests/${requestId}?customer=${customerId}#propose`}>Choose</a>
      ) : null,
  },
]
