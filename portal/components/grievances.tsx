import type { GrievanceStatus, RestitutionKind } from '../../schema/customers.ts'
import { Button } from './button.tsx'
import { GrievanceBadge, optionsOf, restitutionWords } from './customer-words.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type ShownGrievance = {
  id: string
  about: string
  cause: string
  owner: string
  status: GrievanceStatus
  restitutionKind: RestitutionKind | null
  restitution: string | null
  offeredOn: string | null
  settledOn: string | null
}

type GrievancesProps = {
  customerId: string
  grievances: readonly ShownGrievance[]
  sales: readonly { id: string; name: string }[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
}

/** What went wrong, and how it is made good: never by a payout. */
export const Grievances = (page: GrievancesProps) => (
  <Sheet title="Grievances" id="grievances">
    {page.grievances.length === 0 && <p class="soft">None.</p>}
    {page.grievances.map((grievance) => (
      <article class="stack">
        <p>
          <GrievanceBadge status={grievance.status} /> <strong>{grievance.about}</strong>
        </p>
        <p class="soft small">
          Why, for us alone: {grievance.cause} Seen through by {grievance.owner}.
        </p>
        {grievance.restitution && grievance.restitutionKind && (
          <p>
            {restitutionWords[grievance.restitutionKind]}: {grievance.restitution}
            <span class="soft">
              {' '}
              Offered on {grievance.offeredOn}
              {grievance.settledOn && `, settled on ${grievance.settledOn}`}.
            </span>
          </p>
        )}
        {page.mayChange && <Next {...page} grievance={grievance} />}
      </article>
    ))}
    {page.mayChange && <NewGrievance {...page} />}
  </Sheet>
)

const Next = ({ customerId, grievance, form, today }: GrievancesProps & { grievance: ShownGrievance }) => {
  const address = `/customers/${customerId}/grievances/${grievance.id}`
  if (grievance.status === 'settled') return null
  return grievance.status === 'offered' ? (
    <Form action={`${address}/settlement`} form={formOf(form, 'outcome')} buttons={<Button>Keep the answer</Button>}>
      <SelectField
        name="outcome"
        label="The customer"
        form={formOf(form, 'outcome')}
        options={[
          { value: 'settled', label: 'Accepted: settled' },
          { value: 'refused', label: 'Refused it' },
        ]}
      />
      <TextField name="settled_on" label="On" type="date" value={today} form={formOf(form, 'outcome')} size="short" />
    </Form>
  ) : (
    <Form action={`${address}/offer`} form={formOf(form, 'restitution')} buttons={<Button>Offer it</Button>}>
      <SelectField
        name="restitution_kind"
        label="How it is made good"
        form={formOf(form, 'restitution')}
        options={optionsOf(restitutionWords)}
        hint="Never by a payout."
      />
      <TextField name="restitution" label="What is offered" form={formOf(form, 'restitution')} maxlength={500} />
      <TextField name="offered_on" label="On" type="date" value={today} form={formOf(form, 'restitution')} size="short" />
    </Form>
  )
}

const NewGrievance = ({ customerId, sales, act, form }: GrievancesProps) => (
  <details open={Boolean(formOf(form, 'about'))}>
    <summary>Write down a grievance</summary>
    <Form
      action={`/customers/${customerId}/grievances`}
      form={formOf(form, 'about')}
      fields={{ act: `${act}g` }}
      buttons={<Button>Write it down</Button>}
    >
      <TextField name="about" label="What went wrong" form={formOf(form, 'about')} maxlength={500} hint="The customer may read it." />
      <TextField
        name="cause"
        label="Why it went wrong"
        form={formOf(form, 'about')}
        maxlength={500}
        hint="Staff alone read it. Blame nobody."
      />
      <SelectField
        name="owner"
        label="Who sees it through"
        form={formOf(form, 'about')}
        emptyLabel="Choose somebody"
        options={sales.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form>
  </details>
)
