import { type Partner, type PartnerStatus, partnerStatuses } from '../../schema/people.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { countryName } from '../components/country-name.ts'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { PartnerState, partnerStateInWords } from '../components/partner-state.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

type PartnersPageProps = {
  partners: Pick<Partner, 'id' | 'name' | 'country' | 'status' | 'createdAt'>[]
  filter: { status: PartnerStatus | undefined; name: string }
  /** A search shows one page, the first by name. */
  isCut: boolean
  mayInvite: boolean
  olderHref: string | undefined
}

const states = partnerStatuses.map((value) => ({ value, label: partnerStateInWords(value) }))

export const PartnersPage = ({ partners, filter, isCut, mayInvite, olderHref }: PartnersPageProps) => {
  const isNarrowed = Boolean(filter.status || filter.name)
  const invite = mayInvite && (
    <ButtonLink kind="primary" href="/partners/new">
      Invite a partner
    </ButtonLink>
  )
  return (
    <>
      <PageHead
        title="Partners"
        lead="Customers who recommend us."
        actions={
          <>
            <ButtonLink href="/partners/clicks.csv" download="clicks.csv">
              Download clicks
            </ButtonLink>
            {invite}
          </>
        }
      />
      <Filters action="/partners" clearHref={isNarrowed ? '/partners' : undefined}>
        <TextField name="name" label="Name begins with" type="search" value={filter.name} optional />
        <SelectField name="status" label="State" options={states} emptyLabel="Any state" value={filter.status} optional />
      </Filters>
      <DataTable
        caption="Partners"
        rows={partners}
        columns={[
          { key: 'name', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.id}`}>{row.name}</a> },
          { key: 'status', head: 'State', cell: (row) => <PartnerState status={row.status} /> },
          { key: 'country', head: 'Country', cell: (row) => countryName(row.country) },
          { key: 'since', head: 'Since', cell: (row) => <Day at={row.createdAt} /> },
        ]}
        blank={
          isNarrowed ? (
            <BlankSlate title="No partner fits" action={<ButtonLink href="/partners">Show all</ButtonLink>}>
              Try fewer letters, or another state.
            </BlankSlate>
          ) : (
            <BlankSlate title="No partners yet" action={invite}>
              Invite a customer who speaks well of you.
            </BlankSlate>
          )
        }
      />
      {isCut && <p class="soft">These are the first by name. Type more letters to see others.</p>}
      <Pager olderHref={olderHref} />
    </>
  )
}
