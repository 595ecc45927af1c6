import type { AgreementKind } from '../../schema/agreements.ts'
import { agreementKindWords } from '../components/agreement-state.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type WordingDefaults = { preamble: string; startsOn: string; endsOn: string; noticeDays: number }

type NewAgreementProps = {
  act: string
  kind: AgreementKind
  customer: { id: string; company: string }
  defaults: WordingDefaults
  form?: FormState | undefined
}

export const NewAgreementPage = ({ act, kind, customer, defaults, form }: NewAgreementProps) => (
  <div class="narrow stack">
    <PageHead
      title={`${agreementKindWords[kind]} agreement: ${customer.company}`}
      lead="First its words and days. What is owed, and what the customer gets, are added to the draft; nobody else sees it before you offer it."
      back={{ href: `/prospects/${customer.id}`, label: customer.company }}
    />
    <nav aria-label="Kind of agreement">
      {(['reference', 'sponsor', 'partner'] as const).map((each) => (
        <ButtonLink kind="quiet" small href={`/agreements/new?prospect=${customer.id}&kind=${each}`}>
          {agreementKindWords[each]}
        </ButtonLink>
      ))}
    </nav>
    <Form
      action="/agreements"
      form={form}
      fields={{ act, prospectId: customer.id, kind }}
      buttons={
        <>
          <Button kind="primary">Begin the draft</Button>
          <ButtonLink kind="quiet" href={`/prospects/${customer.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <WordingFields defaults={defaults} form={form} />
    </Form>
  </div>
)

export const WordingFields = ({ defaults, form }: { defaults: WordingDefaults; form?: FormState | undefined }) => (
  <>
    <TextAreaField name="preamble" label="Words" rows={8} maxlength={5_000} value={defaults.preamble} form={form} />
    <TextField name="startsOn" label="First day" type="date" value={defaults.startsOn} form={form} />
    <TextField name="endsOn" label="Last day" type="date" value={defaults.endsOn} form={form} />
    <TextField name="noticeDays" label="Notice, in days" inputmode="numeric" size="short" value={String(defaults.noticeDays)} form={form} />
  </>
)
