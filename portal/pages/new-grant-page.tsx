import { Button, ButtonLink } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { Form } from '../components/form.tsx'
import { FormPart } from '../components/form-part.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type NewGrantProps = {
  act: string
  customer: { id: string; company: string }
  kinds: readonly Option[]
  documentKinds: readonly Option[]
  agreements: readonly Option[]
  /** What the page before asks for, such as an accepted proposal. */
  opens: { kind: string | undefined; agreementId: string | undefined }
  dates: { startsOn: string; endsOn: string }
  form?: FormState | undefined
}

const scopes = [
  { value: 'organisation', label: 'The company', note: 'Needed for everything public.' },
  { value: 'individual', label: 'One person', note: 'For itself alone: calls, a slide under NDA, LinkedIn.' },
]

export const NewGrantPage = ({ act, customer, kinds, documentKinds, agreements, opens, dates, form }: NewGrantProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Ask ${customer.company} for a permission`}
      lead="One permission at a time. No permission implies another, and each has an end."
      back={{ href: `/prospects/${customer.id}`, label: customer.company }}
    />
    <Form
      action="/grants"
      form={form}
      fields={{ act, prospectId: customer.id }}
      buttons={
        <>
          <Button kind="primary">Ask for it</Button>
          <ButtonLink kind="quiet" href={`/prospects/${customer.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <SelectField name="kind" label="What for" emptyLabel="Choose a permission" options={kinds} value={opens.kind} form={form} />
      <RadioField name="scope" label="Who gives it" value="organisation" options={scopes} form={form} />
      <TextField
        name="personName"
        label="The person it is about"
        optional
        maxlength={100}
        form={form}
        hint="Who takes the calls, stands on the slide or is quoted."
      />
      <TextAreaField
        name="text"
        label="Exact words"
        optional
        rows={4}
        maxlength={5_000}
        form={form}
        hint="Needed for our site, releases and documents. One changed letter is another permission."
      />
      <TextField
        name="benefit"
        label="What it gets for it"
        optional
        maxlength={200}
        form={form}
        hint="Printed beside the words wherever they are shown."
      />
      <TextField name="startsOn" label="First day" type="date" value={dates.startsOn} form={form} />
      <TextField name="endsOn" label="Last day" type="date" value={dates.endsOn} form={form} hint="We ask again 60 days before." />
      {agreements.length > 0 && (
        <SelectField
          name="agreementId"
          label="Part of"
          optional
          emptyLabel="No agreement"
          options={agreements}
          value={opens.agreementId}
          form={form}
        />
      )}
      <FormPart title="A logo or a document" names={['file', 'guide', 'documentKind']} form={form}>
        <TextField
          name="file"
          label="File"
          type="url"
          optional
          form={form}
          hint="Where the logo or document lies, with https://. Files stay where they are; their address is kept."
        />
        <TextField name="guide" label="Guide for using it" type="url" optional form={form} hint="Needed for a logo." />
        <SelectField name="documentKind" label="Kind of document" optional emptyLabel="None" options={documentKinds} form={form} />
      </FormPart>
      <FormPart title="A post on LinkedIn" names={['postUrl', 'postedOn']} form={form}>
        <TextField name="postUrl" label="The post" type="url" optional form={form} hint="For LinkedIn, once it stands." />
        <TextField name="postedOn" label="Posted on" type="date" optional form={form} />
      </FormPart>
      <FormPart title="A release by both" names={['twoApprovers']} form={form}>
        <CheckboxField name="twoApprovers" label="The company is listed: a joint release needs a second person of it." form={form} />
      </FormPart>
    </Form>
  </div>
)
