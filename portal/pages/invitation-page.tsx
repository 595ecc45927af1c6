import type { InvitationStatus } from '../../schema/invitations.ts'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, DayOf } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'
import { InvitationState } from './invitations-page.tsx'

type InvitationPageProps = {
  invitation: {
    askId: string
    engagementId: string
    prospectId: string
    company: string
    contact: string
    email: string | null
    engagement: string
    said: { answer: string; askedOn: string }
    status: InvitationStatus
    draftedAt: Date
    text: string | null
    grantId: string | null
    reason: string | null
    decidedAt: Date | null
    outreachEndedAt: Date | null
  }
  /** As it is drafted. */
  words: string
  by: string | undefined
  mayChange: boolean
  form: FormState | undefined
}

export const InvitationPage = (page: InvitationPageProps) => {
  const { invitation, mayChange, form } = page
  const mayDecide = mayChange && invitation.status === 'drafted'
  return (
    <div class="stack">
      <PageHead
        title={`Invitation of ${invitation.contact}`}
        lead="May a future customer phone this person? It allows nothing before the person has said yes on the page that the mail leads to."
        state={<InvitationState status={invitation.status} />}
        back={{ href: '/invitations', label: 'Invitations' }}
      />
      <StrayProblems form={form} fields={mayDecide ? ['text', 'reason'] : []} />
      <Facts
        wide
        facts={[
          { label: 'Customer', value: <a href={`/customers/${invitation.prospectId}`}>{invitation.company}</a> },
          { label: 'Work', value: <a href={`/engagements/${invitation.engagementId}`}>{invitation.engagement}</a> },
          {
            label: 'Said at kickoff',
            value: (
              <>
                {invitation.said.answer}, on <DayOf day={invitation.said.askedOn} />
              </>
            ),
          },
          { label: 'Drafted', value: <Day at={invitation.draftedAt} /> },
          { label: 'Goes to', value: invitation.email ?? 'No mail address known' },
        ]}
      />
      {mayDecide ? <Deciding {...page} /> : <Decided {...page} />}
    </div>
  )
}

const Deciding = ({ invitation, words, form }: InvitationPageProps) => (
  <>
    {invitation.outreachEndedAt && (
      <Notice title="It gets no mail from the programme">
        It is a regular customer and its work is closed. By sending this you decide that it hears from us again.
      </Notice>
    )}
    <Sheet title="The mail">
      <Form
        action={`/invitations/${invitation.askId}/sending`}
        form={formOf(form, 'text')}
        buttons={<Button kind="primary">Send it to {invitation.contact}</Button>}
      >
        <TextAreaField
          name="text"
          label="Words"
          rows={14}
          maxlength={3_000}
          value={words}
          form={formOf(form, 'text')}
          hint="A button to the person’s own page, where it says yes or no, stands below them."
        />
      </Form>
    </Sheet>
    <Sheet title="Not this one">
      <Form action={`/invitations/${invitation.askId}/leaving`} form={formOf(form, 'reason')} buttons={<Button>Leave it</Button>}>
        <TextField name="reason" label="Why nobody sends it" maxlength={300} form={formOf(form, 'reason')} />
      </Form>
    </Sheet>
  </>
)

const Decided = ({ invitation, by }: InvitationPageProps) => (
  <Sheet title={invitation.status === 'sent' ? 'What was sent' : invitation.status === 'left' ? 'Why it was left' : 'Waits for sales'}>
    {invitation.text && <div class="letter">{invitation.text}</div>}
    {invitation.reason && <p>{invitation.reason}</p>}
    {invitation.decidedAt && (
      <p class="soft">
        {by ?? 'Somebody'}, on <Day at={invitation.decidedAt} />.{' '}
        {invitation.grantId && <a href={`/grants/${invitation.grantId}`}>The permission that it asks for</a>}
      </p>
    )}
  </Sheet>
)
