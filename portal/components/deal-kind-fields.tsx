import { CheckboxField } from './checkbox-field.tsx'
import { FormPart } from './form-part.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { TextField } from './text-field.tsx'

type Fields = { form: FormState | undefined }

/** What each kind of deal says of itself; one opens the part of its kind and leaves the others alone. */
export const DealKindFields = ({ form }: Fields) => (
  <>
    <FormPart title="A one-off that is a paid pilot" names={['pilot_seats', 'pilot_months']} form={form}>
      <TextField name="pilot_seats" label="Seats" inputmode="numeric" size="short" optional form={form} />
      <TextField
        name="pilot_months"
        label="Months"
        inputmode="numeric"
        size="short"
        optional
        form={form}
        hint="A pilot makes nobody a customer yet."
      />
    </FormPart>
    <FormPart title="An hour pool or a retainer" names={['hours', 'expires_on', 'period', 'rollover']} form={form}>
      <TextField
        name="hours"
        label="Hours"
        inputmode="decimal"
        size="short"
        optional
        form={form}
        hint="Bought with the pool; of a retainer, in each period."
      />
      <TextField name="expires_on" label="The pool expires on" type="date" size="short" optional form={form} />
      <SelectField
        name="period"
        label="A retainer is paid each"
        emptyLabel="Not a retainer"
        optional
        form={form}
        options={[
          { value: 'month', label: 'Month' },
          { value: 'quarter', label: 'Quarter' },
          { value: 'year', label: 'Year' },
        ]}
      />
      <CheckboxField name="rollover" label="What is left goes into the next period" form={form} />
    </FormPart>
    <FormPart title="A flat fee" names={['scope', 'items']} form={form}>
      <TextField
        name="scope"
        label="What the price covers"
        maxlength={300}
        optional
        form={form}
        hint="Anything more is a change request with its own payment."
      />
      <TextField name="items" label="Its items" maxlength={300} optional form={form} />
    </FormPart>
    <FormPart title="A performance deal" names={['metric', 'baseline', 'target', 'metric_source', 'formula', 'floor', 'cap']} form={form}>
      <TextField name="metric" label="What is measured" maxlength={300} optional form={form} />
      <TextField name="metric_source" label="Where the figure comes from" maxlength={300} optional form={form} />
      <TextField name="formula" label="How it becomes an amount" maxlength={300} optional form={form} hint="Like hours saved × 150.00." />
      <TextField name="baseline" label="Today" maxlength={300} optional form={form} />
      <TextField name="target" label="Target" maxlength={300} optional form={form} />
      <TextField
        name="floor"
        label="At least a period"
        inputmode="decimal"
        size="short"
        optional
        form={form}
        hint="In the deal's currency. A failed period owes nothing."
      />
      <TextField name="cap" label="At most a period" inputmode="decimal" size="short" optional form={form} />
    </FormPart>
    <FormPart title="A warranty" names={['covers', 'term_months']} form={form}>
      <TextField name="covers" label="What it covers" maxlength={300} optional form={form} />
      <TextField name="term_months" label="Months" inputmode="numeric" size="short" optional form={form} />
    </FormPart>
  </>
)
