import type { Engagement } from '../../schema/engagements.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

/** The customer's own deals and people. */
export type WorkChoices = { deals: readonly Option[]; people: readonly Option[] }

type NewEngagementProps = {
  act: string
  customer: { id: string; company: string }
  choices: WorkChoices
  form?: FormState | undefined
}

export const NewEngagementPage = ({ act, customer, choices, form }: NewEngagementProps) => (
  <div class="narrow stack">
    <PageHead
      title={`New engagement: ${customer.company}`}
      lead="One piece of work. Next you agree on how its success is told; then it can begin."
      back={{ href: `/customers/${customer.id}`, label: customer.company }}
    />
    <Form
      action="/engagements"
      form={form}
      fields={{ act, prospectId: customer.id }}
      buttons={
        <>
          <Button kind="primary">Plan it</Button>
          <ButtonLink kind="quiet" href={`/customers/${customer.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <EngagementFields choices={choices} form={form} />
    </Form>
  </div>
)

type FieldsProps = {
  choices: WorkChoices
  engagement?: Pick<Engagement, 'name' | 'dealId' | 'sponsorContact'> | undefined
  form?: FormState | undefined
}

export const EngagementFields = ({ choices, engagement, form }: FieldsProps) => (
  <>
    <TextField name="name" label="What the work is" maxlength={120} value={engagement?.name} form={form} />
    <SelectField
      name="dealId"
      label="Deal"
      optional
      emptyLabel="None"
      value={engagement?.dealId ?? ''}
      options={choices.deals}
      form={form}
    />
    <SelectField
      name="sponsorContact"
      label="Who at the customer stands behind it"
      optional
      emptyLabel="Nobody named yet"
      value={engagement?.sponsorContact ?? ''}
      options={choices.people}
      form={form}
    />
  </>
)
