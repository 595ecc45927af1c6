import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type SelfIntroductionPageProps = {
  code: string
  /** Who runs the programme. */
  company: string
  /** Absent where the link gives no credit: then nobody receives anything. */
  recommendedBy: { name: string; earns: string } | undefined
  act: string
  /** The click id that came along, or empty. */
  referral: string
  form?: FormState | undefined
}

/** What a prospect reads before it tells us anything: who sent it, and what they receive. */
export const SelfIntroductionPage = ({ code, company, recommendedBy, act, referral, form }: SelfIntroductionPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={recommendedBy ? `${recommendedBy.name} recommends ${company}` : `Tell ${company} what you need`}
      lead="Tell us in a minute what you need. Somebody of ours writes to you; nothing else happens with your address."
    />
    {recommendedBy && <Share company={company} {...recommendedBy} />}
    <Form action={`/i/${code}`} form={form} fields={{ act, goodword_referral: referral }} buttons={<Button kind="primary">Send</Button>}>
      <TextField name="company" label="Your company" form={form} autocomplete="organization" maxlength={120} />
      <TextField name="contactName" label="Your name" form={form} autocomplete="name" maxlength={100} />
      <EmailField name="email" label="Your work address" form={form} hint="We answer there." />
      <TextAreaField name="need" label="What do you need?" form={form} maxlength={2_000} hint="A sentence is enough." />
      <Trap />
    </Form>
  </div>
)

const Share = ({ company, name, earns }: { company: string; name: string; earns: string }) => (
  <Sheet title="So that you know">
    <p>
      If you become a customer of {company}, {name} receives a share from us{earns && <>: {earns}</>}. You pay nothing more for it.
    </p>
  </Sheet>
)

/** Programs fill in every field; people never meet this one. */
const Trap = () => (
  <div class="visually-hidden" aria-hidden="true">
    <label for="field-website">Leave this empty</label>
    <input id="field-website" name="website" type="text" value="" tabindex={-1} autocomplete="off" />
  </div>
)
