import type { Currency } from '../../schema/currency.ts'
import { type NdaKind, type NdaStatus, ndaKinds } from '../../schema/references.ts'
import type { RequestStatus } from '../../schema/requests.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { NdaState, ndaKindWords, RequestState } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type NdaLine = {
  id: string
  kind: NdaKind
  status: NdaStatus
  signerName: string
  signedBy: string | null
  signedAt: Date | null
  endsOn: string
}

type ProspectReferencesPageProps = {
  prospect: { id: string; company: string }
  ndas: readonly NdaLine[]
  views: readonly { id: string; name: string; what: string; at: Date }[]
  requests: readonly { id: string; customer: string | null; status: RequestStatus; askedAt: Date }[]
  /** What it bought: deals that its talks may have moved. */
  influenced: readonly { currency: Currency; amountMinor: number; n: number }[]
  people: readonly { id: string; name: string }[]
  act: string
  mayChange: boolean
  form: FormState | undefined
}

/** A prospect at the reference desk: its NDA and who saw what, its requests, and what it bought since. */
export const ProspectReferencesPage = (page: ProspectReferencesPageProps) => {
  const { prospect, requests, influenced, mayChange, form } = page
  return (
    <>
      <PageHead
        title={`References for ${prospect.company}`}
        back={{ href: `/prospects/${prospect.id}`, label: prospect.company }}
        actions={
          mayChange && (
            <ButtonLink kind="primary" href={`/references/requests/new?prospect=${prospect.id}`}>
              Ask for it
            </ButtonLink>
          )
        }
      />
      <StrayProblems form={form} fields={['guest', 'signer']} />
      <Sheet title="Requests">
        <DataTable
          caption="Requests"
          rows={requests}
          columns={[
            {
              key: 'at',
              head: 'Asked',
              rowHead: true,
              cell: ({ id, askedAt }) => <a href={`/references/requests/${id}`}>{<Day at={askedAt} />}</a>,
            },
            { key: 'customer', head: 'Customer', cell: ({ customer }) => customer ?? <span class="soft">Nobody yet</span> },
            { key: 'state', head: 'State', cell: ({ status }) => <RequestState status={status} reader="staff" /> },
          ]}
          blank={<BlankSlate title="It has not asked yet">Invite it to its own page, or ask for it.</BlankSlate>}
        />
        {influenced.map(({ currency, amountMinor, n }) => (
          <p>
            Won since: <Money amountMinor={amountMinor} currency={currency} /> in {n} {n === 1 ? 'deal' : 'deals'}.
          </p>
        ))}
      </Sheet>
      {mayChange && page.people.length > 0 && <Invite {...page} />}
      <Ndas {...page} />
      {page.views.length > 0 && <Views {...page} />}
    </>
  )
}

const Invite = ({ prospect, people, form }: ProspectReferencesPageProps) => {
  const own = formOf(form, 'guest')
  return (
    <Sheet title="Invite it to its own page">
      <Form action={`/references/prospects/${prospect.id}/invitation`} form={own} buttons={<Button>Send the link</Button>}>
        <SelectField
          name="guest"
          label="Who gets it"
          form={own}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          hint="It shows customers without their names, until the agreement of confidence is signed."
        />
      </Form>
    </Sheet>
  )
}

const Ndas = ({ prospect, ndas, people, act, mayChange, form }: ProspectReferencesPageProps) => {
  const own = formOf(form, 'signer')
  return (
    <Sheet title="Agreements of confidence" id="nda">
      <DataTable
        caption="Agreements of confidence"
        rows={ndas}
        columns={[
          { key: 'kind', head: 'Kind', rowHead: true, cell: ({ kind }) => ndaKindWords[kind] },
          { key: 'signer', head: 'Signer', cell: ({ signerName }) => signerName },
          { key: 'state', head: 'State', cell: ({ status }) => <NdaState status={status} /> },
          {
            key: 'signed',
            head: 'Signed',
            cell: ({ id, signedAt }) =>
              signedAt ? (
                <>
                  <Instant at={signedAt} /> · <a href={`/references/ndas/${id}/copy.pdf`}>PDF</a>
                </>
              ) : (
                <span class="soft">Not yet</span>
              ),
          },
          { key: 'ends', head: 'Last day', cell: ({ endsOn }) => endsOn },
          {
            key: 'act',
            head: 'End',
            cell: ({ id, status }) =>
              mayChange && status === 'signed' ? <Act action={`/references/ndas/${id}/end`} label="End it" small kind="quiet" /> : null,
          },
        ]}
        blank={<BlankSlate title="None was sent">No name is told before one is signed.</BlankSlate>}
      />
      {mayChange && people.length > 0 && (
        <Form action={`/references/prospects/${prospect.id}/ndas`} form={own} fields={{ act }} buttons={<Button>Send it</Button>}>
          <SelectField name="kind" label="Kind" form={own} options={ndaKinds.map((value) => ({ value, label: ndaKindWords[value] }))} />
          <SelectField name="signer" label="Who signs" form={own} options={people.map(({ id, name }) => ({ value: id, label: name }))} />
          <TextField name="endsOn" label="Last day" type="date" form={own} />
        </Form>
      )}
    </Sheet>
  )
}

/** Anything else is the id of a request whose name was read. */
const seenWords: Readonly<Record<string, string>> = { text: 'The text, signed', copy: 'A copy as a PDF, with that name on it' }

const Views = ({ views }: ProspectReferencesPageProps) => (
  <Sheet title="Who saw what" aside={<span class="soft small">It stays when the agreement has ended</span>}>
    <DataTable
      caption="Views"
      rows={views}
      columns={[
        { key: 'name', head: 'Who', rowHead: true, cell: ({ name }) => name },
        {
          key: 'what',
          head: 'What',
          cell: ({ what }) =>
            (seenWords[what] ?? what.startsWith('prp_')) ? (
              <a href={`/proposals/${what}`}>A proposal</a>
            ) : (
              <a href={`/references/requests/${what}`}>A customer’s name</a>
            ),
        },
        { key: 'at', head: 'When', cell: ({ at }) => <Instant at={at} /> },
      ]}
    />
  </Sheet>
)
