import { type CompanySize, companySizes } from '../../schema/customers.ts'
import type { ContactSide } from '../../schema/prospects.ts'
import { type Industry, industries } from '../../schema/references.ts'
import type { RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { industryWords, meetingWords, optionsOf, RequestState, sideWords, sizeInWords } from '../components/reference-words.tsx'
import { FileLink, NotCounted } from '../components/report-tables.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Unmet = {
  id: string
  prospect: string
  activity: RequestActivity
  side: ContactSide | null
  industry: Industry | null
  size: CompanySize | null
  status: RequestStatus
  askedAt: Date
}

type CoveragePageProps = {
  countedAt: Date | undefined
  query: { activity: string; side: ContactSide }
  activities: readonly { value: string; label: string }[]
  /** How many could be asked, by `industry/size`; a pair that is not there has nobody. */
  cover: ReadonlyMap<string, number>
  unmet: readonly Unmet[]
  opensRecords: boolean
}

/** Trade by size: where nobody of a side would do an activity for us, and who asked in vain. */
export const CoveragePage = ({ countedAt, query, activities, cover, unmet, opensRecords }: CoveragePageProps) => (
  <>
    <PageHead
      title="Where nobody can vouch for us"
      lead={
        <>
          Customers that could be asked, by trade and size
          {countedAt && (
            <>
              , counted <Instant at={countedAt} />
            </>
          )}
          . Caps and rests pass by themselves and are left out.
        </>
      }
      back={{ href: '/reports', label: 'Reports' }}
    />
    <Filters action="/reports/coverage">
      <SelectField name="activity" label="For" value={query.activity} options={activities} />
      <SelectField name="side" label="By" value={query.side} options={optionsOf(sideWords)} />
    </Filters>
    <Sheet title="Customers that could be asked" aside={<FileLink table="coverage" />}>
      {countedAt ? <Matrix cover={cover} /> : <NotCounted />}
    </Sheet>
    <Sheet title="Asked for in vain" aside={<span class="soft small">Of the newest requests</span>}>
      <DataTable
        caption="Requests that found nobody"
        rows={unmet}
        columns={[
          {
            key: 'prospect',
            head: 'Prospect',
            rowHead: true,
            cell: ({ id, prospect }) => (opensRecords ? <a href={`/references/requests/${id}`}>{prospect}</a> : prospect),
          },
          { key: 'activity', head: 'Wanted', cell: ({ activity }) => meetingWords[activity] },
          { key: 'side', head: 'By', cell: ({ side }) => (side ? sideWords[side] : 'Either side') },
          { key: 'industry', head: 'Industry', cell: ({ industry }) => (industry ? industryWords[industry] : 'Any') },
          { key: 'size', head: 'Size', cell: ({ size }) => (size ? sizeInWords(size) : 'Any') },
          { key: 'state', head: 'State', cell: ({ status }) => <RequestState status={status} reader="staff" /> },
          { key: 'asked', head: 'Asked', cell: ({ askedAt }) => <Day at={askedAt} /> },
        ]}
        blank={<BlankSlate title="Everybody found somebody">No request waits for a customer, and none ended without one.</BlankSlate>}
      />
    </Sheet>
  </>
)

const Matrix = ({ cover }: Pick<CoveragePageProps, 'cover'>) => (
  <DataTable
    caption="Customers that could be asked, by industry and size"
    rows={industries.map((industry) => ({ industry }))}
    columns={[
      { key: 'industry', head: 'Industry', rowHead: true, cell: ({ industry }) => industryWords[industry] },
      ...companySizes.map((size) => ({
        key: size,
        head: sizeInWords(size),
        number: true,
        cell: ({ industry }: { industry: Industry }) => cover.get(`${industry}/${size}`) ?? <Badge tone="warn">Nobody</Badge>,
      })),
    ]}
  />
)
