import { companySizes } from '../../schema/customers.ts'
import { contactSides } from '../../schema/prospects.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { industryWords, meetingWords, optionsOf, sideWords, sizeInWords } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type NewReferenceRequestPageProps = {
  prospect: { id: string; company: string } | undefined
  guests: readonly { id: string; name: string }[]
  act: string
  form: FormState | undefined
}

/** Sales asks for a prospect; which customer is chosen on the request's own page. */
export const NewReferenceRequestPage = ({ prospect, guests, act, form }: NewReferenceRequestPageProps) => (
  <>
    <PageHead
      title={prospect ? `A reference for ${prospect.company}` : 'Ask for a prospect'}
      back={
        prospect ? { href: `/references/prospects/${prospect.id}`, label: prospect.company } : { href: '/references', label: 'References' }
      }
    />
    {prospect && guests.length > 0 ? (
      <Form
        action="/references/requests"
        form={form}
        fields={{ act, prospect: prospect.id }}
        buttons={<Button kind="primary">Ask for it</Button>}
      >
        <SelectField name="guest" label="Who will talk" form={form} options={guests.map(({ id, name }) => ({ value: id, label: name }))} />
        <SelectField name="activity" label="What" form={form} options={optionsOf(meetingWords)} />
        <TextAreaField
          name="topics"
          label="What it wants to ask"
          form={form}
          rows={3}
          maxlength={500}
          hint="One matter a line; the customer reads it."
        />
        <SelectField name="industry" label="Industry" optional emptyLabel="Any" form={form} options={optionsOf(industryWords)} />
        <SelectField
          name="size"
          label="Size"
          optional
          emptyLabel="Any"
          form={form}
          options={companySizes.map((value) => ({ value, label: sizeInWords(value) }))}
        />
        <SelectField
          name="side"
          label="Side"
          optional
          emptyLabel="Any"
          form={form}
          options={contactSides.map((value) => ({ value, label: sideWords[value] }))}
        />
        <TextField name="wantedBy" label="Wanted by" type="date" optional form={form} />
      </Form>
    ) : (
      <BlankSlate
        title={prospect ? 'Nobody with a mail address is known there' : 'For which prospect?'}
        action={
          <ButtonLink href={prospect ? `/prospects/${prospect.id}` : '/prospects'}>{prospect ? prospect.company : 'Prospects'}</ButtonLink>
        }
      >
        {prospect ? 'Name a person who will talk first.' : 'Open the prospect, then its references.'}
      </BlankSlate>
    )}
  </>
)
