import type { ClaimKind, ClaimStatus } from '../../schema/claims.ts'
import { Button } from '../components/button.tsx'
import { ClaimBadgeOfPartner, ClaimNext, claimKindWords } from '../components/claim-words.tsx'
import { type Fact, Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

export type ClaimView = {
  id: string
  kind: ClaimKind
  company: string
  domain: string | null
  status: ClaimStatus
  evidence: string
  evidenceLink: string | null
  submittedAt: Date
  dueAt: Date
  prospectId: string | null
  commissionId: string | null
  isLate: boolean
  mayAppeal: boolean
  isFinal: boolean
  /** In the order they were written. */
  answers: { kind: 'accepted' | 'refused' | 'appealed'; at: Date; by: string | null; text: string }[]
}

type ClaimOfPartnerProps = {
  claim: ClaimView
  /** Whether the partner sees the prospect itself. */
  isSeen: boolean
  form?: FormState | undefined
}

/** A partner's claim: what it said, what we answered, and what comes next. */
export const ClaimOfPartnerPage = ({ claim, isSeen, form }: ClaimOfPartnerProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Claim: ${claim.company}`}
      lead={<ClaimNext {...claim} />}
      state={<ClaimBadgeOfPartner status={claim.status} />}
      back={{ href: '/claims', label: 'Claims' }}
    />
    <StrayProblems form={form} fields={claim.mayAppeal ? ['appeal'] : []} />
    <ClaimSaid
      claim={claim}
      more={[
        ...(isSeen && claim.prospectId
          ? [{ label: 'Customer', value: <a href={`/prospects/${claim.prospectId}`}>How it came, and who has the credit</a> }]
          : []),
        ...(claim.commissionId ? [{ label: 'Receipt', value: <a href={`/earnings/${claim.commissionId}`}>How it was counted</a> }] : []),
      ]}
    />
    <ClaimAnswers answers={claim.answers} words={{ accepted: 'Our answer: yes', refused: 'Our answer: no', appealed: 'Your appeal' }} />
    {claim.mayAppeal && (
      <Sheet title="Appeal" id="appeal-sheet">
        <Form action={`/claims/${claim.id}/appeal`} form={formOf(form, 'appeal')} buttons={<Button kind="primary">Appeal</Button>}>
          <TextAreaField
            name="appeal"
            label="What did we overlook?"
            hint="Another person than the first one reads everything again, and answers within two business days. That answer is the last one."
            form={form}
            maxlength={4_000}
          />
        </Form>
      </Sheet>
    )}
  </div>
)

/** What the partner wrote, word for word. */
export const ClaimSaid = ({ claim, more }: { claim: ClaimView; more: Fact[] }) => (
  <Sheet title="The claim">
    <Facts
      wide
      facts={[
        { label: 'What', value: claimKindWords[claim.kind] },
        { label: 'Made', value: <Instant at={claim.submittedAt} /> },
        ...(claim.domain ? [{ label: 'Domain', value: claim.domain }] : []),
        ...more,
        ...(claim.evidenceLink
          ? [
              {
                label: 'Link',
                value: (
                  <a href={claim.evidenceLink} rel="noopener noreferrer nofollow" target="_blank">
                    {claim.evidenceLink}
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
    <p class="prewrap">{claim.evidence}</p>
  </Sheet>
)

type AnswersProps = { answers: ClaimView['answers']; words: Record<ClaimView['answers'][number]['kind'], string> }

export const ClaimAnswers = ({ answers, words }: AnswersProps) => (
  <>
    {answers.map(({ kind, at, by, text }) => (
      <Sheet title={words[kind]}>
        <p class="soft small">
          <Instant at={at} />
          {by && `, ${by}`}
        </p>
        <p class="prewrap">{text}</p>
      </Sheet>
    ))}
  </>
)
