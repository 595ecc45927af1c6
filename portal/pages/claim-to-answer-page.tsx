import type { Currency } from '../../schema/currency.ts'
import { Button } from '../components/button.tsx'
import { ClaimBadge } from '../components/claim-words.tsx'
import { Explanation, type ExplanationProps } from '../components/explanation.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { MoneyField } from '../components/money-field.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'
import { Way } from '../components/way.tsx'
import { ClaimAnswers, ClaimSaid, type ClaimView } from './claim-page.tsx'

type ClaimToAnswerProps = {
  claim: ClaimView
  partner: { id: string; name: string }
  askedBy: string
  explanation: ExplanationProps
  commission: { id: string; currency: Currency; isRefused: boolean } | undefined
  /** Why this person may not answer; null when they may. */
  whyNot: string | null
  now: Date
  form?: FormState | undefined
}

/** A claim beside all that ties partners to its customer, and the form that answers it. */
export const ClaimToAnswerPage = (page: ClaimToAnswerProps) => {
  const { claim, partner, askedBy, explanation, commission } = page
  const isOwed = claim.status === 'open' || claim.status === 'appealed'
  return (
    <>
      <PageHead
        title={`Claim: ${claim.company}`}
        lead={
          <>
            <a href={`/partners/${partner.id}`}>{partner.name}</a> ({askedBy})
            {isOwed && (
              <>
                {' '}
                hears from us by <Instant at={claim.dueAt} />: <Instant at={claim.dueAt} from={page.now} />
              </>
            )}
          </>
        }
        state={<ClaimBadge {...claim} />}
        back={{ href: '/claims', label: 'Claims' }}
      />
      <StrayProblems form={page.form} fields={page.whyNot === null ? ['reason', 'answer'] : []} />
      <ClaimSaid
        claim={claim}
        more={[
          ...(claim.prospectId ? [{ label: 'Prospect', value: <Way href={`/prospects/${claim.prospectId}`}>{claim.company}</Way> }] : []),
          ...(commission ? [{ label: 'Commission', value: <a href={`/commissions/${commission.id}`}>What it came from</a> }] : []),
        ]}
      />
      <ClaimAnswers answers={claim.answers} words={{ accepted: 'Answer: yes', refused: 'Answer: no', appealed: 'The appeal' }} />
      {claim.kind !== 'wrong_amount' && <Touches claim={claim} explanation={explanation} />}
      {page.whyNot === null ? <AnswerForm {...page} /> : isOwed && <Notice title="Not yours to answer">{page.whyNot}</Notice>}
    </>
  )
}

const Touches = ({ claim, explanation }: Pick<ClaimToAnswerProps, 'claim' | 'explanation'>) =>
  claim.prospectId ? (
    <>
      {explanation.decisions[0] && (
        <Facts
          wide
          facts={[
            { label: 'The credit stands with', value: explanation.decisions[0].who ?? 'Nobody' },
            { label: 'Because', value: explanation.decisions[0].reason },
          ]}
        />
      )}
      <Explanation title="What ties partners to it" explanation={explanation} />
    </>
  ) : (
    <Sheet title="What ties partners to it">
      <p>Nothing of what the partner wrote is a prospect of ours. Look for it by name under Prospects, and give its id below.</p>
    </Sheet>
  )

const AnswerForm = ({ claim, commission, form }: ClaimToAnswerProps) => (
  <Sheet title={claim.status === 'appealed' ? 'Answer the appeal' : 'Answer'} id="answer-sheet">
    <Form
      action={`/claims/${claim.id}/answer`}
      form={formOf(form, 'reason')}
      fields={commission && { currency: commission.currency }}
      buttons={<Button kind="primary">Send the answer</Button>}
    >
      <RadioField
        name="answer"
        label="The answer"
        form={form}
        options={[
          { value: 'accepted', label: 'Yes', note: yesMeans(claim, commission?.isRefused ?? false) },
          {
            value: 'refused',
            label: 'No',
            note: claim.status === 'appealed' ? 'The last answer.' : 'The partner may appeal once, to another person.',
          },
        ]}
      />
      {commission && !commission.isRefused && (
        <MoneyField
          name="amount"
          label="How much is missing"
          optional
          hint="For a yes: what finance is asked to add."
          currency={commission.currency}
          form={form}
        />
      )}
      {claim.kind !== 'wrong_amount' && !claim.prospectId && (
        <TextField
          name="prospect"
          label="The prospect’s id"
          optional
          hint="For a yes: as its page shows it, pro_…"
          form={form}
          maxlength={80}
        />
      )}
      <TextAreaField
        name="reason"
        label="The reason"
        hint="The partner reads it word for word, and whoever loses the credit reads it too. Name no other partner."
        form={form}
        maxlength={1_000}
      />
    </Form>
  </Sheet>
)

function yesMeans({ kind }: ClaimView, isRefused: boolean): string {
  if (kind !== 'wrong_amount') return 'The credit moves to this partner, with every payment before and after.'
  return isRefused ? 'The refused commission is given back.' : 'Finance is asked for an adjustment, which another person confirms.'
}
