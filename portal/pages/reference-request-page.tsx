import type { ContactSide } from '../../schema/prospects.ts'
import type { Outcome, OutcomeSide, RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { type CandidateLine, CandidateTable } from '../components/candidate-table.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { formatInstant } from '../components/format-date.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { OutcomeForm } from '../components/own-outcome.tsx'
import { PageHead } from '../components/page-head.tsx'
import { meetingWords, outcomeSideWords, RequestState, sideWords } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type Chosen = { customerId: string; company: string; people: readonly { id: string; label: string }[]; owed: boolean }

type ReferenceRequestPageProps = {
  request: {
    id: string
    prospectId: string
    prospect: string
    guestName: string
    activity: RequestActivity
    side: ContactSide | null
    topics: readonly string[]
    wantedBy: string | null
    status: RequestStatus
    askedAt: Date
    slotAt: Date | null
    customerId: string | null
    customer: string | null
    contactName: string | null
    closedReason: string | null
  }
  askedByName: string
  hasNda: boolean
  slots: readonly Date[]
  outcomes: readonly { side: OutcomeSide; says: Outcome; note: string; saidAt: Date }[]
  candidates: readonly CandidateLine[]
  moreHref: string | undefined
  chosen: Chosen | undefined
  waits: string | undefined
  asksOutcome: boolean
  mayChange: boolean
  form: FormState | undefined
}

/** One request from the first word to what came of it, with whom to ask and why not. */
export const ReferenceRequestPage = (page: ReferenceRequestPageProps) => {
  const { request, hasNda, waits, mayChange, form } = page
  return (
    <>
      <PageHead
        title={`${request.prospect} asks for a talk`}
        state={<RequestState status={request.status} reader="staff" />}
        back={{ href: '/references', label: 'References' }}
      />
      {waits && <Notice tone="warn">Waits for {waits} for more than 72 hours.</Notice>}
      {!hasNda && ['asked', 'proposed', 'accepted'].includes(request.status) && (
        <Notice
          tone="warn"
          title="No agreement of confidence in force"
          action={<ButtonLink href={`/references/prospects/${request.prospectId}#nda`}>Send one</ButtonLink>}
        >
          The prospect reads no name and nothing is fixed before it is signed.
        </Notice>
      )}
      <StrayProblems form={form} fields={drawnOf(page)} />
      <About {...page} />
      {page.chosen && mayChange && request.status === 'asked' && <Propose requestId={request.id} chosen={page.chosen} form={form} />}
      {request.status === 'asked' && (
        <CandidateTable requestId={request.id} candidates={page.candidates} moreHref={page.moreHref} mayChange={mayChange} />
      )}
      {page.outcomes.length > 0 && <Outcomes {...page} />}
      {mayChange && <Acts {...page} />}
    </>
  )
}

/** One field of each form that the page draws. */
const drawnOf = ({ chosen, asksOutcome, request }: ReferenceRequestPageProps): string[] => [
  ...(chosen && request.status === 'asked' ? ['slot1'] : []),
  ...(asksOutcome ? ['says'] : []),
  ...(['asked', 'proposed', 'accepted', 'scheduled'].includes(request.status) ? ['reason'] : []),
]

const About = ({ request, askedByName, slots }: ReferenceRequestPageProps) => (
  <Facts
    wide
    facts={[
      { label: 'Prospect', value: <a href={`/references/prospects/${request.prospectId}`}>{request.prospect}</a> },
      { label: 'Who will talk', value: request.guestName },
      { label: 'What', value: [meetingWords[request.activity], request.side && sideWords[request.side]].filter(Boolean).join(', ') },
      { label: 'About', value: request.topics.join('; ') },
      { label: 'Asked by', value: askedByName },
      { label: 'Asked on', value: <Instant at={request.askedAt} /> },
      ...(request.wantedBy ? [{ label: 'Wanted by', value: request.wantedBy }] : []),
      ...(request.customerId
        ? [
            {
              label: 'Customer',
              value: <a href={`/references/pool/${request.customerId}`}>{`${request.customer}, ${request.contactName}`}</a>,
            },
          ]
        : []),
      ...(request.slotAt
        ? [{ label: 'Time', value: <Instant at={request.slotAt} /> }]
        : slots.length > 0
          ? [{ label: 'Times offered', value: slots.map(formatInstant).join('; ') }]
          : []),
      ...(request.closedReason ? [{ label: 'Why it ended', value: request.closedReason }] : []),
    ]}
  />
)

const Propose = ({ requestId, chosen, form }: { requestId: string; chosen: Chosen; form: FormState | undefined }) => {
  const own = formOf(form, 'slot1')
  return (
    <Sheet title={`Ask ${chosen.company}`} id="propose">
      <Form
        action={`/references/requests/${requestId}/proposal`}
        form={own}
        fields={{ customer: chosen.customerId }}
        buttons={<Button kind="primary">Ask the customer</Button>}
      >
        <SelectField name="contact" label="Whom" form={own} options={chosen.people.map(({ id, label }) => ({ value: id, label }))} />
        {['slot1', 'slot2', 'slot3'].map((name, n) => (
          <TextField name={name} label={`Time ${n + 1} (UTC)`} type="datetime-local" form={own} />
        ))}
        <SelectField
          name="as"
          label="Counts as"
          form={own}
          value={chosen.owed ? 'owed' : 'favour'}
          options={[
            { value: 'owed', label: 'What its agreement promises' },
            { value: 'favour', label: 'A favour beyond the agreement' },
          ]}
        />
      </Form>
    </Sheet>
  )
}

const Outcomes = ({ outcomes }: ReferenceRequestPageProps) => (
  <Sheet title="What came of it">
    <DataTable
      caption="What each side says"
      rows={outcomes}
      columns={[
        { key: 'side', head: 'Who', rowHead: true, cell: ({ side }) => outcomeSideWords[side] },
        { key: 'says', head: 'Says', cell: ({ says }) => (says === 'held' ? 'It took place' : 'It did not take place') },
        { key: 'note', head: 'Note', cell: ({ note }) => note },
        { key: 'at', head: 'When', cell: ({ saidAt }) => <Instant at={saidAt} /> },
      ]}
    />
  </Sheet>
)

const Acts = ({ request, asksOutcome, form }: ReferenceRequestPageProps) => {
  const { id, status } = request
  const isOpen = ['asked', 'proposed', 'accepted', 'scheduled'].includes(status)
  return (
    <>
      {status === 'accepted' && (
        <Sheet title="Confirm for the prospect">
          <Act action={`/references/requests/${id}/confirmation`} label="The time suits the prospect" />
        </Sheet>
      )}
      {asksOutcome && (
        <Sheet title="Our word decides">
          <OutcomeForm action={`/references/requests/${id}/outcome`} form={formOf(form, 'says')} />
        </Sheet>
      )}
      {isOpen && (
        <Sheet title="Take it back">
          <Form
            action={`/references/requests/${id}/withdrawal`}
            form={formOf(form, 'reason')}
            buttons={<Button kind="danger">Take it back</Button>}
          >
            <TextField
              name="reason"
              label="Why"
              form={formOf(form, 'reason')}
              maxlength={300}
              hint="Both sides get a mail that it ended, without this reason."
            />
          </Form>
        </Sheet>
      )}
    </>
  )
}
