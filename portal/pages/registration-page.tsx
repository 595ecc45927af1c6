import type { TouchKind } from '../../schema/prospects.ts'
import type { RegistrationDecision, RegistrationExtension } from '../../schema/registrations.ts'
import { Facts } from '../components/facts.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { AcceptForm, type Candidate, ExtensionForm, RefuseForm } from '../components/registration-forms.tsx'
import { RegistrationSides, type ShownSide } from '../components/registration-sides.tsx'
import { AnswerClock, RegistrationState } from '../components/registration-state.tsx'
import { answerInWords, refusalInWords } from '../components/registration-words.ts'
import { Sheet } from '../components/sheet.tsx'
import { type Step, Steps } from '../components/steps.tsx'
import { touchInWords } from '../components/touch-words.ts'

type ShownTouch = { partnerName: string; kind: TouchKind; source: string; touchedAt: Date; outcome: 'won' | 'lost'; why: string }
type ShownDecision = RegistrationDecision & { by: string }
type Credit = {
  prospectId: string
  company: string
  partnerId: string | null
  partnerName: string | null
  reason: string
  decidedByName: string
  decidedAt: Date
}

export type RegistrationPageProps = {
  registration: ShownSide
  sides: readonly ShownSide[]
  certain: readonly Candidate[]
  alike: readonly Candidate[]
  attributions: readonly Credit[]
  touches: readonly ShownTouch[]
  decisions: readonly ShownDecision[]
  extension: RegistrationExtension | undefined
  daysLeft: number
  now: Date
  mayDecide: boolean
  /** They refused it themselves, so another person decides the appeal. */
  isOwnRefusal: boolean
  /** Which of the forms was declined, if one was. */
  declined?: { which: 'acceptance' | 'refusal' | 'extension'; form: FormState } | undefined
}

/** The decision desk: what was asked, who else asked or touched, who has the credit, and the answer. */
export const RegistrationPage = (props: RegistrationPageProps) => {
  const { registration, sides, daysLeft, now, declined } = props
  const isWaiting = registration.status === 'submitted' || registration.status === 'appealed'
  return (
    <>
      <PageHead
        title={registration.company}
        back={{ href: '/registrations', label: 'Registrations' }}
        state={<RegistrationState status={registration.status} />}
        actions={isWaiting && <AnswerClock dueAt={registration.dueAt} daysLeft={daysLeft} now={now} />}
        lead={`Registered by ${registration.partnerName}. ${registration.answer === 'protected' ? '' : `Told at once: “${answerInWords[registration.answer]}”`}`}
      />
      {declined?.form.problems[''] && (
        <Notice tone="bad" title="Not done">
          {declined.form.problems['']}
        </Notice>
      )}
      {registration.appeal && (
        <Sheet title="The appeal">
          <p>{registration.appeal}</p>
        </Sheet>
      )}
      <Sheet title={sides.length > 1 ? 'Side by side' : 'What the partner told'} aside={<span class="soft small">Times in UTC</span>}>
        <RegistrationSides sides={sides} />
      </Sheet>
      <Credits {...props} />
      <Sheet title="On one line" aside={<span class="soft small">All touches, registrations and answers of all partners, UTC</span>}>
        <Steps steps={lineOf(props)} />
      </Sheet>
      {isWaiting && <Answer {...props} />}
      {props.extension && <Extension {...props} extension={props.extension} />}
    </>
  )
}

const Credits = ({ attributions, certain }: RegistrationPageProps) => (
  <Sheet title="Attribution in force">
    {attributions.length === 0 && (
      <p>
        {certain.length > 0
          ? 'Nobody has the credit of this company: no partner had a touch when it became known.'
          : 'We do not know this company yet. Accepting makes it known, with the credit for this partner.'}
      </p>
    )}
    {attributions.map(({ prospectId, company, partnerName, reason, decidedByName, decidedAt }) => (
      <Facts
        wide
        facts={[
          { label: 'Company', value: <a href={`/prospects/${prospectId}`}>{company || 'The company'}</a> },
          { label: 'Credit', value: partnerName ?? 'Nobody' },
          { label: 'Because', value: reason },
          { label: 'Decided by', value: decidedByName },
          { label: 'Decided on', value: <Instant at={decidedAt} /> },
        ]}
      />
    ))}
  </Sheet>
)

type Dated = Step & { moment: Date }

/** Everything that happened, in order of time, whoever did it. */
function lineOf({ touches, sides, decisions }: RegistrationPageProps): Step[] {
  const nameOf = new Map(sides.map(({ id, partnerName }) => [id, partnerName]))
  const line: Dated[] = [
    ...touches
      .filter(({ kind }) => kind !== 'registration')
      .map(({ partnerName, kind, touchedAt, outcome, why }) => ({
        moment: touchedAt,
        title: `${partnerName}: ${touchInWords[kind].toLowerCase()}`,
        state: outcome === 'won' ? ('done' as const) : ('next' as const),
        note: why,
      })),
    ...sides.map(({ id, partnerName, submittedAt, company }) => ({
      moment: submittedAt,
      title: `${partnerName} registered ${company}`,
      state: 'done' as const,
      // Once it is accepted it is a touch, too, which won or lost.
      note: touches.find(({ source }) => source === `registration/${id}`)?.why,
    })),
    ...sides.flatMap(({ partnerName, appealedAt }) =>
      appealedAt ? [{ moment: appealedAt, title: `${partnerName} appealed`, state: 'done' as const }] : [],
    ),
    ...decisions.map(({ registrationId, outcome, by, reason, words, takeover, decidedAt }) => ({
      moment: decidedAt,
      title: `${by} ${outcome} the registration of ${nameOf.get(registrationId) ?? 'a partner'}`,
      state: outcome === 'accepted' ? ('done' as const) : ('failed' as const),
      note: [reason && refusalInWords[reason], words, takeover && `Taken over: ${takeover}`].filter(Boolean).join(' '),
    })),
  ]
  return line
    .toSorted((one, other) => one.moment.getTime() - other.moment.getTime())
    .map(({ moment, ...step }) => ({ ...step, at: <Instant at={moment} /> }))
}

const Answer = ({ registration, certain, alike, attributions, sides, mayDecide, isOwnRefusal, declined }: RegistrationPageProps) => {
  if (!mayDecide) return null
  if (isOwnRefusal) return <Notice title="You refused it">Another person of sales decides the appeal.</Notice>
  const isProtected = sides.some(({ id, status }) => id !== registration.id && status === 'accepted')
  const isCredited = attributions.some(({ partnerId }) => partnerId !== registration.partnerId)
  return (
    <>
      <AcceptForm
        registration={registration}
        certain={certain}
        alike={alike}
        asksTakeover={isProtected || isCredited || certain.some(({ isCustomer }) => isCustomer) || alike.length > 0}
        form={declined?.which === 'acceptance' ? declined.form : undefined}
      />
      <RefuseForm registration={registration} form={declined?.which === 'refusal' ? declined.form : undefined} />
    </>
  )
}

const Extension = ({ registration, extension, mayDecide, declined }: RegistrationPageProps & { extension: RegistrationExtension }) => (
  <Sheet title="Extension" id="extension">
    <Facts
      wide
      facts={[
        { label: 'Asked', value: <Instant at={extension.askedAt} /> },
        { label: 'How far they have come', value: extension.progress },
        ...(extension.decidedAt
          ? [
              { label: 'Answer', value: extension.status === 'granted' ? 'Extended' : 'Not extended' },
              { label: 'Because', value: extension.reason },
            ]
          : [{ label: 'Answer due', value: <Instant at={extension.dueAt} /> }]),
      ]}
    />
    {extension.status === 'open' && mayDecide && (
      <ExtensionForm id={registration.id} form={declined?.which === 'extension' ? declined.form : undefined} />
    )}
  </Sheet>
)
