import type { Motion, Standing } from '../../schema/customers.ts'
import type { Category } from '../../schema/proposals.ts'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CategoryBadge, categoryOptions, motionWords, optionsOf, StandingBadge, standingOptions } from '../components/customer-words.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { levelForStaff, levelOptions } from '../components/level-words.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'

type Row = {
  id: string
  company: string
  category: Category
  isPartner: boolean
  standing: Standing
  motion: Motion | null
  level: number
  customerSince: Date
  unsettled: number
}

type CustomersPageProps = {
  customers: readonly Row[]
  filter: Record<string, string>
  fileHref: string
  olderHref?: string | undefined
  mayChange: boolean
}

export const CustomersPage = ({ customers, filter, fileHref, olderHref, mayChange }: CustomersPageProps) => (
  <>
    <PageHead
      title="Customers"
      lead="Everybody past the line, the newest first. What each one is to us follows from agreements and permissions in force."
      actions={
        <>
          <ButtonLink href="/customers/win-back">Win back</ButtonLink>
          <ButtonLink href={fileHref}>Download CSV</ButtonLink>
          {mayChange && (
            <ButtonLink kind="primary" href="/customers/new">
              Add a customer
            </ButtonLink>
          )}
        </>
      }
    />
    <Filters action="/customers" clearHref={Object.keys(filter).length > 0 ? '/customers' : undefined}>
      <SelectField name="category" label="Category" value={filter.category} emptyLabel="Every category" options={categoryOptions} />
      <SelectField name="standing" label="Standing" value={filter.standing} emptyLabel="Every standing" options={standingOptions} />
      <SelectField name="motion" label="Came" value={filter.motion} emptyLabel="For anything" options={optionsOf(motionWords)} />
      <SelectField
        name="level"
        label="Level"
        value={filter.level}
        emptyLabel="Every level"
        options={levelOptions('staff').filter(({ value }) => value !== 'lost')}
      />
    </Filters>
    <DataTable caption="Customers" columns={columns} rows={customers} blank={<NoCustomers isFiltered={Object.keys(filter).length > 0} />} />
    <Pager olderHref={olderHref} />
  </>
)

const columns: Column<Row>[] = [
  { key: 'company', head: 'Company', rowHead: true, cell: ({ id, company }) => <a href={`/customers/${id}`}>{company}</a> },
  { key: 'category', head: 'Category', cell: ({ category, isPartner }) => <CategoryBadge category={category} isPartner={isPartner} /> },
  {
    key: 'standing',
    head: 'Standing',
    cell: ({ standing, unsettled }) => (
      <>
        <StandingBadge standing={standing} /> {unsettled > 0 && <Badge tone="bad">Grievance</Badge>}
      </>
    ),
  },
  { key: 'motion', head: 'Came', cell: ({ motion }) => (motion ? motionWords[motion] : 'Not asked yet') },
  { key: 'level', head: 'Level', cell: ({ level }) => levelForStaff(level) },
  { key: 'since', head: 'Customer since', cell: ({ customerSince }) => <Day at={customerSince} /> },
]

const NoCustomers = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <BlankSlate title="No customer fits" action={<ButtonLink href="/customers">Show all</ButtonLink>} />
  ) : (
    <BlankSlate title="No customers yet" action={<ButtonLink href="/customers/new">Add a customer</ButtonLink>}>
      A prospect becomes one when a deal is won that is more than a pilot. Whoever was one before is added by hand.
    </BlankSlate>
  )
