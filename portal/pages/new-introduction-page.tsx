import { Button, ButtonLink } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type NewIntroductionPageProps = {
  act: string
  /** Who runs the programme. */
  company: string
  form?: FormState | undefined
}

export const NewIntroductionPage = ({ act, company, form }: NewIntroductionPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Introduce somebody"
      lead={`We write to them once: that you introduced them to ${company}, what you may receive, and how to see and erase what we hold.`}
    />
    <Form
      action="/introductions"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Introduce them</Button>
          <ButtonLink kind="quiet" href="/prospects">
            Back
          </ButtonLink>
        </>
      }
    >
      <TextField name="company" label="Company" form={form} autocomplete="off" maxlength={120} />
      <TextField
        name="domain"
        label="Its domain"
        form={form}
        autocomplete="off"
        inputmode="url"
        maxlength={253}
        placeholder="company.example"
        hint={
          <>
            By it we recognise the company, whoever writes to us from there.{' '}
            <a href="/registrations/check">Is it free? Look it up first.</a>
          </>
        }
      />
      <TextField name="contactName" label="Who shall we talk to?" form={form} autocomplete="off" maxlength={100} />
      <EmailField name="email" label="Their work address" form={form} autocomplete="off" />
      <TextAreaField name="need" label="What do they need?" form={form} maxlength={2_000} hint="They can read this on their page." />
      <CheckboxField name="agreed" label="They know about it and agreed to be introduced" form={form} />
    </Form>
  </div>
)
