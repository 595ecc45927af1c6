import type { Currency } from '../../schema/currency.ts'
import type { Measurement } from '../../schema/deal-kinds.ts'
import { Button } from './button.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import { MeasurementState } from './deal-measurements.tsx'
import { Facts } from './facts.tsx'
import { Form } from './form.tsx'
import { formOf as formWith } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { formatDays } from './format-date.ts'
import { DayOf } from './instant.tsx'
import { Money } from './money.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type ResultLine = { measurement: Measurement; name: string; currency: Currency; metric: string | null; formula: string | null }
export type EarnedFrom = { id: string; vendor: string; rule: string; disclosedOn: string | null; disclosedHow: string | null }

type ResultsProps = {
  results: readonly ResultLine[]
  base: string
  company: string
  viewer: { name: string; mayDecide: boolean }
  form: FormState | undefined
  formOf: string | undefined
}

/** What a customer that pays by results is asked to accept, and what it said. */
export const ResultsOfRelationship = (page: ResultsProps) => (
  <>
    {page.results.map((line) => {
      const { measurement, name, currency, metric, formula } = line
      const isAsked = !measurement.acceptedByThem && measurement.status !== 'paid'
      return (
        <Sheet title={`${name}: ${formatDays(measurement.startsOn, measurement.endsOn)}`} aside={<MeasurementState {...measurement} />}>
          <Facts
            wide
            facts={[
              { label: 'Measured', value: metric ?? '' },
              { label: 'Result', value: measurement.value },
              { label: 'Formula', value: formula ?? '' },
              {
                label: 'Comes to',
                value:
                  measurement.amountMinor === 0 ? (
                    'Nothing: you owe nothing'
                  ) : (
                    <Money amountMinor={measurement.amountMinor} currency={currency} />
                  ),
              },
              { label: 'Accepted by you', value: measurement.acceptedByThem ?? 'Not yet' },
              { label: 'Accepted by us', value: measurement.acceptedByUs ? 'Yes' : 'Not yet' },
              ...(measurement.disputedBecause ? [{ label: 'Disputed', value: measurement.disputedBecause }] : []),
            ]}
          />
          {isAsked && page.viewer.mayDecide && <Answer {...page} measurement={measurement} />}
        </Sheet>
      )
    })}
  </>
)

const Answer = ({ base, company, viewer, measurement, form: sent, formOf }: ResultsProps & { measurement: Measurement }) => {
  const own = formOf === measurement.id ? sent : undefined
  const disputing = own && formWith(own, 'reason')
  return (
    <>
      <Form
        action={`${base}/results/${measurement.id}/acceptance`}
        form={disputing ? undefined : own}
        buttons={<Button kind="primary">Accept this result</Button>}
      >
        <TextField
          name="name"
          id={`name-${measurement.id}`}
          label="Your name"
          maxlength={100}
          value={viewer.name}
          form={disputing ? undefined : own}
        />
        <CheckboxField
          name="agreed"
          id={`agreed-${measurement.id}`}
          label={`I may say this for ${company}.`}
          form={disputing ? undefined : own}
        />
      </Form>
      {measurement.status === 'measured' && (
        <details open={disputing !== undefined}>
          <summary>This is not right</summary>
          <Form action={`${base}/results/${measurement.id}/dispute`} form={disputing} buttons={<Button>Dispute it</Button>}>
            <TextField
              name="reason"
              id={`reason-${measurement.id}`}
              label="What is not right"
              maxlength={300}
              form={disputing}
              hint="Nothing is owed for it until we agree."
            />
          </Form>
        </details>
      )}
    </>
  )
}

/** VEN1: the customer is told from whom we earn. */
export const EarningsFromVendors = ({ vendors, programme }: { vendors: readonly EarnedFrom[]; programme: string }) =>
  vendors.length === 0 ? null : (
    <Sheet title="What we earn from others">
      <p>When you buy from these firms, they pay a fee to {programme}. It costs you nothing.</p>
      <ul class="plain-list">
        {vendors.map(({ vendor, rule, disclosedOn, disclosedHow }) => (
          <li>
            We earn from <strong>{vendor}</strong>: {rule}.{' '}
            <span class="soft">
              Told on {disclosedOn && <DayOf day={disclosedOn} />}: {disclosedHow}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  )
