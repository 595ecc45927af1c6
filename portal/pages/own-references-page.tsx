import { type CompanySize, companySizes } from '../../schema/customers.ts'
import type { ContactSide } from '../../schema/prospects.ts'
import { contactSides } from '../../schema/prospects.ts'
import type { Industry } from '../../schema/references.ts'
import type { RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Filters } from '../components/filters.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { OutcomeForm } from '../components/own-outcome.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { industryWords, meetingWords, optionsOf, RequestState, sideWords, sizeInWords } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type ShownMatch = { key: string; industry: Industry; size: CompanySize; usedFor: string; roles: readonly string[] }
type ShownRequest = {
  id: string
  activity: RequestActivity
  status: RequestStatus
  topics: readonly string[]
  slotAt: Date | null
  /** Absent until the NDA is signed and the customer said yes. */
  name: { company: string; contact: string; title: string | null; email: string | null } | undefined
  asksOutcome: boolean
}
type MatchQuery = {
  industry?: Industry | undefined
  size?: CompanySize | undefined
  side?: ContactSide | undefined
  activity: RequestActivity
}

type OwnReferencesPageProps = {
  token: string
  programme: string
  guest: string
  company: string
  /** Signed and in force; or waiting for its signer, who may be the reader. */
  nda: { state: 'signed'; endsOn: string } | { state: 'sent'; signer: string; isReader: boolean } | { state: 'none' }
  matches: readonly ShownMatch[]
  requests: readonly ShownRequest[]
  query: MatchQuery
  act: string
  form: FormState | undefined
}

/** A prospect's own page: customers without their names, what it asked for, and the name once both sides are ready. */
export const OwnReferencesPage = (page: OwnReferencesPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Talk to a customer of ${page.programme}`}
      lead={`For ${page.guest} of ${page.company}. You choose by trade and role; the name follows when you have signed and the customer said yes.`}
    />
    <StrayProblems form={page.form} fields={page.requests.some(({ asksOutcome }) => asksOutcome) ? ['topics', 'says'] : ['topics']} />
    <NdaNote {...page} />
    {page.requests.map((request) => (
      <OwnRequest token={page.token} request={request} form={page.form} />
    ))}
    <Matches {...page} />
  </div>
)

const NdaNote = ({ nda, token }: OwnReferencesPageProps) => {
  if (nda.state === 'signed')
    return (
      <Notice tone="good">
        Your agreement of confidence is signed and in force until <DayOf day={nda.endsOn} />.
      </Notice>
    )
  if (nda.state === 'none') {
    return (
      <Notice tone="warn" title="First an agreement of confidence">
        Ask us to send it to the person of your company who may sign. Until then names stay hidden.
      </Notice>
    )
  }
  return (
    <Notice
      tone="warn"
      title="The agreement of confidence waits for a signature"
      action={nda.isReader && <Act action={`/references/${token}/nda`} label="Read and sign it" kind="primary" />}
    >
      {nda.isReader ? 'It was sent to you.' : `It was mailed to ${nda.signer}.`} Until it is signed names stay hidden.
    </Notice>
  )
}

const OwnRequest = ({ token, request, form }: { token: string; request: ShownRequest; form: FormState | undefined }) => {
  const { id, activity, status, topics, slotAt, name, asksOutcome } = request
  return (
    <Sheet title={name ? name.company : meetingWords[activity]} aside={<RequestState status={status} reader="prospect" />}>
      <Facts
        facts={[
          { label: 'About', value: topics.join('; ') },
          ...(slotAt ? [{ label: 'When', value: <Instant at={slotAt} /> }] : []),
          ...(name ? [{ label: 'Whom you talk to', value: [name.contact, name.title].filter(Boolean).join(', ') }] : []),
          ...(name?.email && status === 'scheduled' ? [{ label: 'Reach them at', value: name.email }] : []),
        ]}
      />
      {status === 'accepted' && name && (
        <Act action={`/references/${token}/requests/${id}/confirmation`} label="This time suits us" kind="primary" />
      )}
      {asksOutcome && <OutcomeForm action={`/references/${token}/requests/${id}/outcome`} form={formOf(form, 'says')} />}
      {['asked', 'proposed', 'accepted', 'scheduled'].includes(status) && !asksOutcome && (
        <Act action={`/references/${token}/requests/${id}/withdrawal`} label="We do not need it any more" kind="quiet" />
      )}
    </Sheet>
  )
}

const Matches = ({ token, matches, query, act, form: sent, nda }: OwnReferencesPageProps) => {
  const form = formOf(sent, 'topics')
  return (
    <Sheet title="Who would talk to you">
      <Filters action={`/references/${token}`} clearHref={query.industry || query.size || query.side ? `/references/${token}` : undefined}>
        <SelectField name="activity" label="What" value={query.activity} options={optionsOf(meetingWords)} />
        <SelectField
          name="industry"
          label="Industry"
          optional
          emptyLabel="All"
          value={query.industry ?? ''}
          options={optionsOf(industryWords)}
        />
        <SelectField
          name="size"
          label="Size"
          optional
          emptyLabel="All"
          value={query.size ?? ''}
          options={companySizes.map((value) => ({ value, label: sizeInWords(value) }))}
        />
        <SelectField
          name="side"
          label="Side"
          optional
          emptyLabel="Both"
          value={query.side ?? ''}
          options={contactSides.map((value) => ({ value, label: sideWords[value] }))}
        />
      </Filters>
      {matches.length === 0 ? (
        <BlankSlate title="Nobody is free at the moment" action={<ButtonLink href={`/references/${token}`}>Show all</ButtonLink>}>
          Customers are asked rarely, so that they like to answer. Look again soon, or ask us.
        </BlankSlate>
      ) : (
        <Form
          action={`/references/${token}/requests`}
          form={form}
          fields={{ act, activity: query.activity, side: query.side ?? '' }}
          buttons={<Button kind={nda.state === 'signed' ? 'primary' : 'plain'}>Ask for a talk</Button>}
        >
          <RadioField
            name="match"
            label="Choose one"
            form={form}
            options={matches.map(({ key, industry, size, usedFor, roles }) => ({
              value: key,
              label: `${industryWords[industry]}, ${sizeInWords(size)}`,
              note: `Uses it for ${usedFor}. ${roles.join(' or ')}.`,
            }))}
          />
          <TextAreaField name="topics" label="What would you like to ask?" form={form} rows={3} maxlength={500} hint="One matter a line." />
          <TextField name="wantedBy" label="Wanted by" type="date" optional form={form} />
        </Form>
      )}
    </Sheet>
  )
}
