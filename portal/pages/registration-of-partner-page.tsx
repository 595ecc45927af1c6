import type {
  KnownRole,
  Registration,
  RegistrationDecision,
  RegistrationExtension,
  RegistrationPerson,
} from '../../schema/registrations.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { formatDay, formatInstant } from '../components/format-date.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RegistrationStateForPartner } from '../components/registration-state.tsx'
import {
  answerInWords,
  endingInWords,
  othersInWords,
  refusalInWords,
  roleInWordsForPartner,
  workStageInWords,
} from '../components/registration-words.ts'
import { Sheet } from '../components/sheet.tsx'
import { type Step, Steps } from '../components/steps.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type RegistrationOfPartnerPageProps = {
  registration: Registration
  people: readonly RegistrationPerson[]
  decisions: readonly RegistrationDecision[]
  extension: RegistrationExtension | undefined
  /** Whether the partner sees the company among its prospects. */
  isSeen: boolean
  now: Date
  form?: FormState | undefined
}

/** One registration: where it stands, what comes next and who does it, and what its partner may do. */
export const RegistrationOfPartnerPage = (props: RegistrationOfPartnerPageProps) => {
  const { registration, isSeen, now } = props
  return (
    <div class="stack">
      <PageHead
        title={registration.company}
        back={{ href: '/registrations', label: 'Registrations' }}
        state={<RegistrationStateForPartner of={registration} now={now} />}
        actions={isSeen && <ButtonLink href={`/prospects/${registration.prospectId}`}>Look at the prospect</ButtonLink>}
      />
      <StrayProblems form={props.form} fields={drawnOf(props)} />
      <Next {...props} />
      <Sheet title="What happened">
        <Steps steps={stepsOf(props)} />
      </Sheet>
      <Acts {...props} />
      <Told {...props} />
    </div>
  )
}

/** Whether it waits for an appeal or for a wish for more time; what was meant for the other form has no place on the page. */
const drawnOf = ({ registration: { status, appealedAt, erasedAt }, extension }: RegistrationOfPartnerPageProps): string[] => [
  ...(!erasedAt && status === 'refused' && !appealedAt ? ['appeal'] : []),
  ...(!erasedAt && status === 'accepted' && !extension ? ['progress'] : []),
]

/** The next step, and who takes it. */
const Next = ({ registration, decisions, extension, now }: RegistrationOfPartnerPageProps) => {
  const { status, dueAt, protectedUntil, nextStep, endedBecause, answer } = registration
  const last = decisions.at(-1)
  if (registration.erasedAt) {
    return <Notice title="Erased">The people that it named asked us to forget them, and we did. There is nothing left to decide.</Notice>
  }
  switch (status) {
    case 'submitted':
    case 'appealed':
      return (
        <Notice tone={now < dueAt ? 'wait' : 'warn'} title={now < dueAt ? `We answer by ${formatInstant(dueAt)}` : 'Our answer is late'}>
          {status === 'submitted' && answer !== 'protected' ? `${answerInWords[answer]} ` : ''}
          {status === 'appealed' ? 'Another person of ours looks at it. ' : ''}
          {now < dueAt ? 'You need to do nothing until then.' : `It was due on ${formatInstant(dueAt)}. Nothing is lost: no clock decides.`}
        </Notice>
      )
    case 'accepted':
      return (
        <Notice tone="good" title={protectedUntil ? `Yours until ${formatDay(protectedUntil)}` : 'Yours'}>
          Next, by you: {nextStep}
          {extension?.status === 'open' && ' We answer your wish for more time; until then the protection goes on.'}
        </Notice>
      )
    case 'refused':
      return (
        <Notice tone="warn" title={`No: ${last?.reason ? refusalInWords[last.reason] : ''}`}>
          {last?.words}{' '}
          {registration.appealedAt ? 'This answer is final.' : 'If we overlooked something, appeal below: another person decides.'}
        </Notice>
      )
    case 'withdrawn':
      return <Notice title="You took it back">You may register the company again whenever you work on it.</Notice>
    case 'ended':
      return <Notice title="Ended">{endedBecause && endingInWords[endedBecause]} What is credited to you stays credited to you.</Notice>
  }
}

function stepsOf({ registration, decisions, extension }: RegistrationOfPartnerPageProps): Step[] {
  const { submittedAt, appealedAt, appeal, endedAt, endedBecause, answer } = registration
  const answers = decisions.map(
    ({ n, outcome, reason, words, decidedAt }): Step => ({
      title: `${n === 2 ? 'Your appeal was' : 'We'} ${n === 2 ? (outcome === 'accepted' ? 'accepted' : 'refused') : outcome === 'accepted' ? 'accepted it' : 'refused it'}`,
      state: outcome === 'accepted' ? 'done' : 'failed',
      at: <Instant at={decidedAt} />,
      note: [reason && refusalInWords[reason], words].filter(Boolean).join(' '),
    }),
  )
  return [
    { title: 'You registered it', state: 'done', at: <Instant at={submittedAt} />, note: answer !== 'protected' && answerInWords[answer] },
    ...answers.slice(0, 1),
    ...(appealedAt ? [{ title: 'You appealed', state: 'done' as const, at: <Instant at={appealedAt} />, note: appeal }] : []),
    ...answers.slice(1),
    ...(extension ? extensionSteps(extension) : []),
    ...(endedAt
      ? [
          {
            title: 'Its protection ended',
            state: 'done' as const,
            at: <Instant at={endedAt} />,
            note: endedBecause && endingInWords[endedBecause],
          },
        ]
      : []),
  ]
}

const extensionSteps = ({ progress, askedAt, status, reason, decidedAt, untilAt }: RegistrationExtension): Step[] => [
  { title: 'You asked for more time', state: 'done', at: <Instant at={askedAt} />, note: progress },
  ...(decidedAt
    ? [
        {
          title: status === 'granted' && untilAt ? `We extended it until ${formatDay(untilAt)}` : 'We did not extend it',
          state: status === 'granted' ? ('done' as const) : ('failed' as const),
          at: <Instant at={decidedAt} />,
          note: reason,
        },
      ]
    : []),
]

const Acts = (props: RegistrationOfPartnerPageProps) => {
  const { registration, form } = props
  if (registration.erasedAt) return null
  const { id, status } = registration
  const drawn = drawnOf(props)
  const isOpen = status === 'submitted' || status === 'appealed'
  return (
    <>
      {drawn.includes('appeal') && (
        <Sheet title="Appeal" id="appeal">
          <Form action={`/registrations/${id}/appeal`} form={form} buttons={<Button kind="primary">Send the appeal</Button>}>
            <TextAreaField
              name="appeal"
              label="What did we overlook?"
              hint="Once, and to another person than the one who refused it."
              form={form}
              maxlength={1_000}
            />
          </Form>
        </Sheet>
      )}
      {drawn.includes('progress') && (
        <Sheet title="Ask for more time" id="extension">
          <Form action={`/registrations/${id}/extension`} form={form} buttons={<Button kind="primary">Ask for more time</Button>}>
            <TextAreaField name="progress" label="How far have you come?" hint="It is given once." form={form} maxlength={1_000} />
          </Form>
        </Sheet>
      )}
      {isOpen && <Act action={`/registrations/${id}/withdrawal`} label="Take the registration back" />}
      {status === 'accepted' && <Act action={`/registrations/${id}/withdrawal`} label="Give the protection up" kind="danger" />}
    </>
  )
}

const Told = ({ registration, people }: RegistrationOfPartnerPageProps) => {
  const { domain, need, scope, workStage, nextStep, others, submittedAt } = registration
  return (
    <Sheet title="What you told us">
      <Facts
        wide
        facts={[
          { label: 'Domain', value: domain },
          { label: 'About', value: scope },
          { label: 'They need', value: need },
          { label: 'How far you are', value: workStageInWords[workStage] },
          { label: 'Your next step', value: nextStep },
          ...people.map(({ name, email, title, role, confidence }) => ({
            label: [name, title].filter(Boolean).join(', '),
            value: roleOf(role, confidence, email),
          })),
          ...(people.length > 1 ? [] : [{ label: 'Who else is involved', value: othersInWords[others] }]),
          { label: 'Sent', value: <Day at={submittedAt} /> },
        ]}
      />
    </Sheet>
  )
}

const roleOf = (role: KnownRole, confidence: 'known' | 'guess', email: string | null): string =>
  [
    role === 'unknown'
      ? 'You do not know what they decide'
      : `${roleInWordsForPartner[role]}${confidence === 'guess' ? ', you guess' : ''}`,
    email,
  ]
    .filter(Boolean)
    .join(' · ')
