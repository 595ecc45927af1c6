import { type AgreementKind, type AgreementStatus, agreementKinds, agreementStatuses } from '../../schema/agreements.ts'
import { AgreementState, agreementKindWords, agreementStatusWords } from '../components/agreement-state.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'

type Line = { id: string; company: string; kind: AgreementKind; version: number; status: AgreementStatus; startsOn: string; endsOn: string }
type AgreementsPageProps = { agreements: Line[]; filter: { kind: string; status: string }; olderHref: string | undefined }

export const AgreementsPage = ({ agreements, filter, olderHref }: AgreementsPageProps) => {
  const isFiltered = Boolean(filter.kind || filter.status)
  return (
    <>
      <PageHead
        title="Agreements"
        lead="What reference and sponsor customers promised, and what they get for it. A new one begins on a customer’s page."
      />
      <Filters action="/agreements" clearHref={isFiltered ? '/agreements' : undefined}>
        <SelectField
          name="kind"
          label="Kind"
          optional
          emptyLabel="All"
          value={filter.kind}
          options={agreementKinds.map((value) => ({ value, label: agreementKindWords[value] }))}
        />
        <StateFilter value={filter.status} states={agreementStatuses} wordOf={(state) => agreementStatusWords[state].word} />
      </Filters>
      <DataTable
        caption="Agreements"
        rows={agreements}
        columns={[
          { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/agreements/${row.id}`}>{row.company}</a> },
          { key: 'kind', head: 'Kind', cell: (row) => agreementKindWords[row.kind] },
          { key: 'version', head: 'Version', number: true, cell: (row) => row.version },
          { key: 'from', head: 'From', cell: (row) => <DayOf day={row.startsOn} /> },
          { key: 'to', head: 'To', cell: (row) => <DayOf day={row.endsOn} /> },
          { key: 'state', head: 'State', cell: (row) => <AgreementState status={row.status} /> },
        ]}
        blank={
          isFiltered ? (
            <BlankSlate title="None like this" action={<ButtonLink href="/agreements">Show all agreements</ButtonLink>}>
              There is no agreement of this kind and state.
            </BlankSlate>
          ) : (
            <BlankSlate title="No agreements yet" action={<ButtonLink href="/prospects">Prospects</ButtonLink>}>
              Open a customer and begin one there: what it does for us, until when, and what it gets.
            </BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </>
  )
}
