import type { ProspectStage } from '../../schema/prospects.ts'
import { ButtonLink } from '../components/button.tsx'
import { Decisions, Explanation, type ExplanationProps } from '../components/explanation.tsx'
import { Facts } from '../components/facts.tsx'
import { DayOf } from '../components/instant.tsx'
import { LevelBadge } from '../components/level-words.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type ProspectOfPartnerPageProps = {
  company: string
  stage: ProspectStage
  level: number
  /** Since which day it stands there. */
  since: string | null
  isCredited: boolean
  /** Of a credit that is the partner's: why it waits for a person, or why it earns nothing any more. */
  standing: { waits: string | null; ended: string | null } | undefined
  /** Without other partners' names. */
  explanation: ExplanationProps
  prospectId: string
  /** Its own registration of this company, or where it may register it. */
  registration: { href: string; isMade: boolean } | undefined
  /** Whom the partner named itself, with the words for a partner. */
  contacts: readonly { name: string; email: string | null; role: string }[]
}

export const ProspectOfPartnerPage = ({
  company,
  prospectId,
  stage,
  level,
  since,
  isCredited,
  standing,
  explanation,
  registration,
  contacts,
}: ProspectOfPartnerPageProps) => (
  <>
    <PageHead
      title={company}
      back={{ href: '/prospects', label: 'Prospects' }}
      state={<LevelBadge level={level} stage={stage} reader="partner" />}
      actions={
        registration && <ButtonLink href={registration.href}>{registration.isMade ? 'Your registration' : 'Register it'}</ButtonLink>
      }
    />
    {since && (
      <p class="soft">
        Since <DayOf day={since} />
      </p>
    )}
    <Credit isCredited={isCredited} standing={standing} prospectId={prospectId} />
    <Decisions decisions={explanation.decisions} />
    <Explanation title="How it came to us" explanation={explanation} />
    {contacts.length > 0 && (
      <Sheet title="Whom you named">
        <Facts wide facts={contacts.map(({ name, email, role }) => ({ label: name, value: email ? `${role}, ${email}` : role }))} />
      </Sheet>
    )}
  </>
)

const Credit = ({ isCredited, standing, prospectId }: Pick<ProspectOfPartnerPageProps, 'isCredited' | 'standing' | 'prospectId'>) => {
  if (!isCredited) {
    return (
      <Notice
        title="Not credited to you"
        action={<ButtonLink href={`/claims/new?prospect=${prospectId}`}>This was mine: make a claim</ButtonLink>}
      >
        Below is why. If you think that this is wrong, say so: a person looks again, and answers within two business days.
      </Notice>
    )
  }
  if (standing?.ended) {
    return (
      <Notice tone="bad" title="Earns you nothing any more">
        {standing.ended}
      </Notice>
    )
  }
  return standing?.waits ? (
    <Notice tone="warn" title="Credited to you, and waiting for a person of ours">
      {standing.waits} Somebody looks at it; you need to do nothing.
    </Notice>
  ) : (
    <Notice tone="good" title="Credited to you">
      What this company pays earns you a share under your terms.
    </Notice>
  )
}
