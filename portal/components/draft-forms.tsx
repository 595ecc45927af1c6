import { type Currency, currencyCodes } from '../../schema/currency.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { MoneyField } from './money-field.tsx'
import { PercentField } from './percent-field.tsx'
import { type Option, SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type DraftFormsProps = {
  agreementId: string
  act: string
  activities: readonly Option[]
  benefitKinds: readonly Option[]
  dueOn: string
  currency: Currency
  form?: FormState | undefined
}

/** What a draft may still take in: an activity, a benefit, the price. */
export const DraftForms = (draft: DraftFormsProps) => (
  <div class="grid">
    <ObligationForm {...draft} />
    <BenefitForm {...draft} />
    <DiscountForm {...draft} />
  </div>
)

const ObligationForm = ({ agreementId, act, activities, dueOn, form: sent }: DraftFormsProps) => {
  const form = formOf(sent, 'activity')
  return (
    <Sheet title="It gives">
      <Form
        action={`/agreements/${agreementId}/obligations`}
        form={form}
        fields={{ act: `${act}-o` }}
        buttons={<Button>Add this activity</Button>}
      >
        <SelectField name="activity" label="Activity" emptyLabel="Choose an activity" options={activities} form={form} />
        <TextField name="promised" label="How many" inputmode="numeric" size="short" value="1" form={form} />
        <TextField name="dueOn" label="Until" type="date" value={dueOn} form={form} />
      </Form>
    </Sheet>
  )
}

const BenefitForm = ({ agreementId, act, benefitKinds, form: sent }: DraftFormsProps) => {
  const form = formOf(sent, 'benefit')
  return (
    <Sheet title="It gets">
      <Form
        action={`/agreements/${agreementId}/benefits`}
        form={form}
        fields={{ act: `${act}-b` }}
        buttons={<Button>Add this benefit</Button>}
      >
        <SelectField name="benefit" label="Kind" emptyLabel="Choose a kind" options={benefitKinds} form={form} />
        <TextField name="benefitText" label="What" maxlength={300} form={form} />
      </Form>
    </Sheet>
  )
}

const DiscountForm = ({ agreementId, act, currency, form: sent }: DraftFormsProps) => {
  const form = formOf(sent, 'list')
  return (
    <Sheet title="A lower price">
      <Form
        action={`/agreements/${agreementId}/discount`}
        form={form}
        fields={{ act: `${act}-d` }}
        buttons={<Button>Set the discount</Button>}
      >
        <MoneyField name="list" label="Price without it" currency={currencyCodes} currencyValue={currency} form={form} />
        <PercentField name="percent" label="Discount in %" form={form} hint="It lowers a price and is never cash." />
        <TextField
          name="referredId"
          label="Given for referring"
          optional
          form={form}
          hint="The id of that customer (pro_…). A commission on its payments then needs a person’s reason."
        />
      </Form>
    </Sheet>
  )
}
