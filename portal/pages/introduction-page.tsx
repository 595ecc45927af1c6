import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Recommendation, type Recommender } from '../components/recommendation.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type SelfIntroductionPageProps = {
  code: string
  /** Who runs the programme. */
  company: string
  /** Absent where nobody gets credit: then nobody receives anything. */
  recommendedBy: Recommender | undefined
  /** `declined` by the visitor; `over`: the link or its partner gives no credit any more. */
  standing: 'recommended' | 'declined' | 'over'
  /** The decline that the form belongs to, or empty. */
  without: string
  act: string
  /** The click id that came along, or empty. */
  referral: string
  form?: FormState | undefined
}

/** What a prospect reads before it tells us anything: who sent it, what they receive, what it gets; and the way to deny it. */
export const SelfIntroductionPage = (props: SelfIntroductionPageProps) => {
  const { code, company, recommendedBy, standing, referral } = props
  return (
    <div class="narrow stack">
      <PageHead
        title={recommendedBy ? `${recommendedBy.name} recommends ${company}` : `Tell ${company} what you need`}
        lead={leadOf(standing)}
      />
      {recommendedBy && <Recommendation code={code} company={company} referral={referral} {...recommendedBy} />}
      {standing === 'declined' && (
        <Notice tone="good" title="Removed">
          <p>Nobody is named and nobody receives anything for what you send from here. We keep that you said so.</p>
        </Notice>
      )}
      <RequestForm {...props} />
    </div>
  )
}

const leadOf = (standing: SelfIntroductionPageProps['standing']): string =>
  standing === 'over'
    ? 'The recommendation behind this link has ended, so nobody receives anything for it. You are as welcome as anybody.'
    : 'Tell us in a minute what you need. Somebody of ours writes to you; nothing else happens with your address.'

const RequestForm = ({ code, company, recommendedBy, without, act, referral, form }: SelfIntroductionPageProps) => (
  <Form
    action={`/i/${code}`}
    form={form}
    fields={{ act, without, goodword_referral: referral }}
    buttons={<Button kind="primary">Send</Button>}
  >
    <fieldset class="form-step">
      <legend class="form-step__title">What you need</legend>
      <TextAreaField name="need" label="What do you need?" form={form} maxlength={2_000} hint="A sentence is enough." />
    </fieldset>
    <fieldset class="form-step">
      <legend class="form-step__title">Who you are</legend>
      <TextField name="company" label="Your company" form={form} autocomplete="organization" maxlength={120} />
      <TextField name="contactName" label="Your name" form={form} autocomplete="name" maxlength={100} />
      <EmailField name="email" label="Your work address" form={form} hint="We answer there." />
    </fieldset>
    <details class="form-step form-step--extra" open={Boolean(form?.problems.code || form?.entered.code)}>
      <summary class="form-step__title">Somebody gave you a code</summary>
      <TextField name="code" label="Code" form={form} maxlength={64} size="short" optional />
    </details>
    <Trap />
    <Consent company={company} partner={recommendedBy?.name} />
  </Form>
)

const Consent = ({ company, partner }: { company: string; partner: string | undefined }) => (
  <p class="form-step__fine">
    By sending this you ask {company} to keep it and to answer you.{' '}
    {partner ? `${partner} learns that your company wrote and how far it came, not what you wrote. ` : ''}
    We mail you a private link: with it you see what we hold, correct it, or erase it at any time.
  </p>
)

/** Programs fill in every field; people never meet this one. */
const Trap = () => (
  <div class="visually-hidden" aria-hidden="true">
    <label for="field-website">Leave this empty</label>
    <input id="field-website" name="website" type="text" value="" tabindex={-1} autocomplete="off" />
  </div>
)
