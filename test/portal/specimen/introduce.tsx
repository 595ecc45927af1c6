import { Button, ButtonLink } from '../../../portal/components/button.tsx'
import { CheckboxField } from '../../../portal/components/checkbox-field.tsx'
import { Form } from '../../../portal/components/form.tsx'
import type { FormState } from '../../../portal/components/form-state.ts'
import { MoneyField } from '../../../portal/components/money-field.tsx'
import { Notice } from '../../../portal/components/notice.tsx'
import { PageHead } from '../../../portal/components/page-head.tsx'
import { RadioField } from '../../../portal/components/radio-field.tsx'
import { TextAreaField } from '../../../portal/components/text-area-field.tsx'
import { EmailField, TextField } from '../../../portal/components/text-field.tsx'

const declined: FormState = {
  entered: { company: 'Lumen Labs', email: 'kim@', need: '', size: 'large', amount: '12,5x', currency: 'eur' },
  problems: {
    email: 'Write the whole address, such as kim@lumen.example.',
    need: 'Say in a sentence what they need.',
    terms: 'Please confirm that they know.',
  },
}

/** A form that was declined, and every tone of a message. */
export const Introduce = () => (
  <>
    <PageHead title="Introduce somebody" lead="We write to them once, in your name, and tell you what comes of it." />
    <Form
      action="#"
      form={declined}
      buttons={
        <>
          <Button kind="primary">Introduce</Button>
          <ButtonLink kind="quiet" href="/example">
            Cancel
          </ButtonLink>
        </>
      }
    >
      <TextField form={declined} name="company" label="Company" autocomplete="organization" />
      <EmailField form={declined} name="email" label="Work address" hint="We never write to private addresses." />
      <TextAreaField form={declined} name="need" label="What do they need?" />
      <MoneyField form={declined} name="amount" label="Expected size" currency={['usd', 'eur', 'jpy']} optional />
      <RadioField
        form={declined}
        name="size"
        label="How large is the team?"
        options={[
          { value: 'small', label: 'Up to ten people' },
          { value: 'large', label: 'More than ten', note: 'We bring a colleague to the first call.' },
        ]}
      />
      <CheckboxField form={declined} name="terms" label="They know that I pass on their name" />
    </Form>
    <Notice tone="good">Kim was introduced. We answer by 6 November 2026.</Notice>
    <Notice tone="wait" title="Being checked with Stripe">
      It will be sent only once.
    </Notice>
    <Notice>A plain word in between.</Notice>
  </>
)
