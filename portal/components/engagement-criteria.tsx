import type { Criterion, EngagementStatus } from '../../schema/engagements.ts'
import { Button } from './button.tsx'
import { CriterionState } from './engagement-words.tsx'
import { Facts } from './facts.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { DayOf } from './instant.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type CriteriaProps = {
  engagement: { id: string; status: EngagementStatus }
  criteria: readonly Criterion[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
  /** The criterion or offer whose form was declined. */
  declinedOf: string | undefined
}

export const isOverdue = ({ status, dueOn }: Pick<Criterion, 'status' | 'dueOn'>, today: string): boolean =>
  status === 'open' && dueOn < today

/** How both sides will know that it was a success. */
export const EngagementCriteria = (page: CriteriaProps) => (
  <Sheet title="Success criteria" id="criteria">
    {page.criteria.length === 0 && <p class="soft">None yet. The work begins once there is one.</p>}
    {page.criteria.map((criterion) => (
      <article class="stack">
        <p>
          <CriterionState status={criterion.status} isOverdue={isOverdue(criterion, page.today)} /> <strong>{criterion.statement}</strong>
        </p>
        <CriterionFacts criterion={criterion} />
        {page.mayChange && criterion.status === 'open' && page.engagement.status !== 'planned' && <Tell {...page} criterion={criterion} />}
      </article>
    ))}
    {page.mayChange && page.engagement.status !== 'closed' && <NewCriterion {...page} />}
  </Sheet>
)

/** Staff and the customer read the same. */
export const CriterionFacts = ({ criterion }: { criterion: Criterion }) => (
  <Facts
    wide
    facts={[
      { label: 'Measured by', value: criterion.measure },
      { label: 'Target', value: criterion.target },
      { label: 'Due', value: <DayOf day={criterion.dueOn} /> },
      ...(criterion.result ? [{ label: 'What came out', value: criterion.result }] : []),
      ...(criterion.acceptedBy ? [{ label: 'Accepted by', value: criterion.acceptedBy }] : []),
      ...(criterion.decidedOn ? [{ label: 'On', value: <DayOf day={criterion.decidedOn} /> }] : []),
    ]}
  />
)

const outcomes = [
  { value: 'open', label: 'To be confirmed by the customer on its page' },
  { value: 'met', label: 'Met: it has told us so' },
  { value: 'missed', label: 'Missed' },
]

const Tell = ({ engagement, criterion, today, form: sent, declinedOf }: CriteriaProps & { criterion: Criterion }) => {
  const form = declinedOf === criterion.id ? sent : undefined
  const { id } = criterion
  return (
    <details open={Boolean(form)}>
      <summary>Tell what came out</summary>
      <Form action={`/engagements/${engagement.id}/criteria/${id}/result`} form={form} buttons={<Button>Keep it</Button>}>
        <TextField
          name="result"
          id={`result-${id}`}
          label="What came out"
          value={criterion.result ?? ''}
          maxlength={500}
          form={form}
          hint="The customer reads it."
        />
        <SelectField name="outcome" id={`outcome-${id}`} label="So it is" options={outcomes} form={form} />
        <TextField
          name="acceptedBy"
          id={`accepted-${id}`}
          label="Accepted by"
          optional
          maxlength={100}
          form={form}
          hint="Who of the customer said that it is met."
        />
        <TextField name="decidedOn" id={`decided-${id}`} label="On" type="date" size="short" value={today} form={form} />
      </Form>
    </details>
  )
}

const NewCriterion = ({ engagement, criteria, act, form: sent }: CriteriaProps) => {
  const form = formOf(sent, 'statement')
  return (
    <details open={Boolean(form) || criteria.length === 0}>
      <summary>Add a criterion</summary>
      <Form
        action={`/engagements/${engagement.id}/criteria`}
        form={form}
        fields={{ act: `${act}c` }}
        buttons={<Button kind={criteria.length === 0 ? 'primary' : undefined}>Add it</Button>}
      >
        <TextField
          name="statement"
          label="What success is"
          maxlength={300}
          form={form}
          hint="In the customer’s words. It stays as it is agreed here."
        />
        <TextField name="measure" label="How it is measured" maxlength={300} form={form} hint="Which figure, from which source." />
        <TextField name="target" label="Target" maxlength={120} form={form} />
        <TextField name="dueOn" label="Told by" type="date" size="short" form={form} />
      </Form>
    </details>
  )
}
