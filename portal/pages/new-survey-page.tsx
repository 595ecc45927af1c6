import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'

type NewSurveyPageProps = {
  act: string
  engagement: { id: string; name: string; company: string; prospectId: string }
  people: readonly { id: string; name: string; title: string | null; email: string }[]
  /** Who stands behind the work, asked unless somebody else is chosen. */
  sponsor: string | null
  form?: FormState | undefined
}

export const NewSurveyPage = ({ act, engagement, people, sponsor, form }: NewSurveyPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Ask how “${engagement.name}” went`}
      lead={`One person of ${engagement.company} has a mail with a private page. It is sent once for this piece of work.`}
      back={{ href: '/surveys', label: 'Surveys' }}
    />
    {people.length === 0 ? (
      <BlankSlate
        title="Nobody with a mail address"
        action={<ButtonLink href={`/prospects/${engagement.prospectId}`}>{engagement.company}</ButtonLink>}
      >
        Note a person of this customer and the address first.
      </BlankSlate>
    ) : (
      <Form
        action="/surveys"
        form={form}
        fields={{ act, engagementId: engagement.id }}
        buttons={<Button kind="primary">Send survey</Button>}
      >
        <SelectField
          name="contactId"
          label="Who is asked"
          value={sponsor ?? ''}
          emptyLabel="Choose a person"
          options={people.map(({ id, name, title, email }) => ({ value: id, label: [name, title, email].filter(Boolean).join(', ') }))}
          form={form}
        />
      </Form>
    )}
  </div>
)
