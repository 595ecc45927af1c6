import type { RequestActivity, RequestStatus } from '../../schema/requests.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { formatInstant } from '../components/format-date.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { OutcomeForm } from '../components/own-outcome.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { meetingWords, RequestState } from '../components/reference-words.tsx'
import { Sheet } from '../components/sheet.tsx'

type AskPageProps = {
  /** Its address: a private link's token, or the request's id for a member. */
  action: string
  contact: string
  prospect: string
  guest: { name: string; title: string | null; email: string | null }
  activity: RequestActivity
  topics: readonly string[]
  slots: readonly { n: number; startsAt: Date; isOver: boolean }[]
  status: RequestStatus
  slotAt: Date | null
  /** What is left of the agreement once this is done; null for a favour. */
  left: number | null
  restDays: number
  asksOutcome: boolean
  isMember: boolean
  form: FormState | undefined
}

/** For the customer's person: who asks, what about, three times to pick from; no is an answer. */
export const AskPage = (page: AskPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`${page.prospect} would like to talk to you`}
      state={<RequestState status={page.status} reader="customer" />}
      back={page.isMember ? { href: '/asks', label: 'What we were asked' } : undefined}
    />
    <Standing {...page} />
    <Facts
      facts={[
        { label: 'Who', value: [page.guest.name, page.guest.title].filter(Boolean).join(', ') },
        { label: 'What', value: meetingWords[page.activity] },
        { label: 'About', value: page.topics.join('; ') },
        ...(page.slotAt ? [{ label: 'When', value: <Instant at={page.slotAt} /> }] : []),
        ...(page.status === 'scheduled' && page.guest.email ? [{ label: 'Reach them at', value: page.guest.email }] : []),
        { label: 'Your agreement', value: leftInWords(page.left) },
      ]}
    />
    {page.status === 'proposed' && <Answer {...page} />}
    {page.asksOutcome && (
      <Sheet title="Afterwards">
        <OutcomeForm action={`${page.action}/outcome`} form={page.form} />
      </Sheet>
    )}
    {!page.isMember && page.status !== 'proposed' && (
      <p class="soft small">This page is yours alone: whoever has its address can answer for you.</p>
    )}
  </div>
)

const leftInWords = (left: number | null): string =>
  left === null ? 'A favour beyond what we agreed' : left === 1 ? 'One of this kind is left' : `${left} of this kind are left`

const Standing = ({ status, restDays, isMember }: AskPageProps) => {
  if (status === 'accepted') return <Notice tone="good">Thank you. They confirm your time, then both of you get a mail.</Notice>
  if (status === 'scheduled') return <Notice tone="good">It is fixed. We write to both of you the day before.</Notice>
  if (status === 'held') return <Notice tone="good">Thank you for your time.</Notice>
  if (status === 'declined') {
    return (
      <Notice action={isMember ? <ButtonLink href="/asks">Back</ButtonLink> : undefined}>
        That is fine, and needs no reason. We do not ask again for {restDays} days.
      </Notice>
    )
  }
  return null
}

const Answer = ({ action, slots, form }: AskPageProps) => (
  <Sheet title="Your answer">
    <Form action={`${action}/answer`} form={form} buttons={<Button kind="primary">Send the answer</Button>}>
      <RadioField
        name="slot"
        label="Which time suits you?"
        form={form}
        hint="Times are in UTC."
        options={[
          ...slots.filter(({ isOver }) => !isOver).map(({ n, startsAt }) => ({ value: String(n), label: formatInstant(startsAt) })),
          { value: 'none', label: 'No, not this time', note: 'You need no reason, and we leave you alone for a while.' },
        ]}
      />
    </Form>
  </Sheet>
)
