import type { Currency } from '../../schema/currency.ts'
import type { TaxThreshold } from '../../schema/months.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { countryName } from '../components/country-name.ts'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Row = {
  partnerId: string
  partner: string
  legalName: string | null
  taxId: string | null
  country: string
  currency: Currency
  paidMinor: number
  reached: 'reached' | 'below' | 'not known'
}

type YearsPageProps = { year: number; years: number[]; totals: Row[]; isCut: boolean; thresholds: TaxThreshold[] }

export const YearsPage = ({ year, years, totals, isCut, thresholds }: YearsPageProps) => (
  <>
    <PageHead
      title="Yearly totals for tax"
      lead={`What each partner was paid in ${year}, less what was taken back. Let an accountant read it before you file.`}
      back={{ href: '/ledger', label: 'Ledger' }}
      actions={
        <ButtonLink href={`/ledger/years/${year}/totals.csv`} download={`yearly-totals-${year}.csv`}>
          Download CSV
        </ButtonLink>
      }
    />
    <Filters action="/ledger/years">
      <SelectField
        name="year"
        label="Tax year"
        value={String(year)}
        options={years.map((each) => ({ value: String(each), label: String(each) }))}
      />
    </Filters>
    <DataTable
      caption={`Paid in ${year} by partner and currency`}
      rows={totals}
      columns={[
        { key: 'partner', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
        { key: 'legal', head: 'Legal name', cell: (row) => row.legalName ?? <span class="soft">Not given</span> },
        { key: 'tax', head: 'Tax id', cell: (row) => row.taxId ?? <span class="soft">Not given</span> },
        { key: 'country', head: 'Country', cell: (row) => countryName(row.country) },
        { key: 'reached', head: 'Threshold', cell: (row) => <ReachedBadge reached={row.reached} /> },
        { key: 'paid', head: 'Paid', number: true, cell: (row) => <Money amountMinor={row.paidMinor} currency={row.currency} /> },
      ]}
      blank={<BlankSlate title={`Nothing was paid in ${year}`}>Payouts that were sent in the year stand here, by partner.</BlankSlate>}
    />
    {isCut && <p class="soft">The largest sums are shown. The export has all of them.</p>}
    <Thresholds year={year} thresholds={thresholds} />
  </>
)

const reachedWord = { reached: 'Reached', below: 'Below', 'not known': 'Not known' } as const

const ReachedBadge = ({ reached }: Pick<Row, 'reached'>) => (
  <Badge tone={reached === 'reached' ? 'warn' : 'plain'}>{reachedWord[reached]}</Badge>
)

const Thresholds = ({ year, thresholds }: Pick<YearsPageProps, 'year' | 'thresholds'>) => (
  <Sheet title={`Thresholds known for ${year}`}>
    <DataTable
      caption={`Thresholds of ${year}`}
      rows={thresholds}
      columns={[
        { key: 'form', head: 'Form', rowHead: true, cell: (row) => row.form },
        { key: 'jurisdiction', head: 'Country', cell: (row) => countryName(row.jurisdiction) },
        { key: 'amount', head: 'From', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        { key: 'source', head: 'Source', cell: (row) => row.source },
      ]}
      blank={<p class="soft">None: not known. Another year’s sum is never taken in its place.</p>}
    />
  </Sheet>
)
