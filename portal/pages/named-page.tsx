import type { RegistrationPerson, RegistrationStatus } from '../../schema/registrations.ts'
import { ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type NamedIn = {
  company: string
  domain: string
  need: string
  scope: string
  nextStep: string
  status: RegistrationStatus
  submittedAt: Date
  partnerName: string
  me: Pick<RegistrationPerson, 'name' | 'email' | 'title'>
  /** What it has to say in a purchase, in the words for itself. */
  part: string
  colleagues: readonly Pick<RegistrationPerson, 'name'>[]
}

type NamedPageProps = { programme: string /** Of this page, with its private token. */; path: string; registrations: readonly NamedIn[] }

/** What somebody sees whom a partner named to us, and who has no page of a company: who named it, with which words, and the way to end that. */
export const NamedPage = ({ programme, path, registrations }: NamedPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`You and ${programme}`}
      lead="Somebody told us about you. This page is yours alone: whoever has its address sees it."
    />
    {registrations.map((registration) => (
      <Told {...registration} />
    ))}
    <Sheet title="Take it with you, or end it">
      <div class="form__buttons">
        <ButtonLink href={`${path}/data.json`} download="goodword-data.json">
          Download it
        </ButtonLink>
        <ButtonLink href={`${path}/erasure`}>Erase all of it</ButtonLink>
      </div>
    </Sheet>
  </div>
)

const Told = ({ company, domain, need, scope, nextStep, status, submittedAt, partnerName, me, part, colleagues }: NamedIn) => (
  <Sheet title={`${partnerName} told us that it works with you`} aside={<Day at={submittedAt} />}>
    <p>{becameOf[status]}</p>
    <Facts
      facts={[
        { label: 'Your company', value: `${company}, ${domain}` },
        { label: 'You', value: [me.name, me.title, me.email].filter(Boolean).join(', ') },
        { label: 'Your part, as it was told', value: part },
        ...(colleagues.length > 0 ? [{ label: 'Others of your company', value: colleagues.map(({ name }) => name).join(', ') }] : []),
        { label: 'What you need, in its words', value: need },
        { label: 'It is about', value: scope },
        { label: 'What it meant to do next', value: nextStep },
      ]}
    />
  </Sheet>
)

/** Nobody receives anything for what was not accepted. */
const becameOf: Record<RegistrationStatus, string> = {
  submitted:
    'We have not answered yet. If we accept it, it receives a share from us should you become a customer; you pay nothing more for it.',
  appealed: 'We said no, it asked again, and another person of ours answers.',
  refused: 'We said no: it receives nothing for you.',
  withdrawn: 'It took that back: it receives nothing for you.',
  accepted: 'We accepted it: it receives a share from us if the company is or becomes a customer; nobody pays more for it.',
  ended: 'We accepted it, and its protection has ended.',
}
