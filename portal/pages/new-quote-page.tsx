import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type NewQuotePageProps = {
  act: string
  customer: { id: string; company: string }
  people: readonly { id: string; name: string; title: string | null }[]
  form?: FormState | undefined
}

export const NewQuotePage = ({ act, customer, people, form }: NewQuotePageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`A line of ${customer.company}`}
      lead="Somebody said it in a mail, on a stage, on the phone. Its author is asked by mail where it may stand; until then only staff read it."
      back={{ href: '/quotes', label: 'Quotes' }}
    />
    {people.length === 0 ? (
      <BlankSlate
        title="Nobody with a mail address"
        action={<ButtonLink href={`/prospects/${customer.id}`}>{customer.company}</ButtonLink>}
      >
        Note a person of this customer and the address first.
      </BlankSlate>
    ) : (
      <Form action="/quotes" form={form} fields={{ act, prospectId: customer.id }} buttons={<Button kind="primary">Ask its author</Button>}>
        <SelectField
          name="contactId"
          label="Who said it"
          emptyLabel="Choose a person"
          options={people.map(({ id, name, title }) => ({ value: id, label: [name, title].filter(Boolean).join(', ') }))}
          form={form}
        />
        <TextAreaField name="words" label="The line, in exactly these words" rows={3} maxlength={600} form={form} />
      </Form>
    )}
  </div>
)
