import { currencyCodes } from '../../schema/currency.ts'
import { dealKinds } from '../../schema/terms.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { DealKindFields } from '../components/deal-kind-fields.tsx'
import { kindWords } from '../components/deal-words.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { MoneyField } from '../components/money-field.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { TextField } from '../components/text-field.tsx'

type NewDealProps = {
  act: string
  prospect: { id: string; company: string }
  /** Who gets the credit, and by which rule; null: nobody. */
  credit: { partner: string; reason: string; terms: string } | null
  form: FormState | undefined
}

export const NewDealPage = ({ act, prospect, credit, form }: NewDealProps) => (
  <div class="narrow stack">
    <PageHead title={`New deal: ${prospect.company}`} back={{ href: `/prospects/${prospect.id}`, label: prospect.company }} />
    <Notice title={credit ? `The credit is ${credit.partner}'s` : 'Nobody gets credit'}>
      {credit
        ? `${credit.reason} Under the terms in force: ${credit.terms}.`
        : 'No partner brought this prospect, so payments of the deal earn nobody a share.'}
    </Notice>
    <Form
      action="/deals"
      form={form}
      fields={{ act, prospect: prospect.id }}
      buttons={
        <>
          <Button kind="primary">Open the deal</Button>
          <ButtonLink kind="quiet" href={`/prospects/${prospect.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <TextField name="name" label="What is sold" form={form} maxlength={120} />
      <SelectField
        name="kind"
        label="Kind"
        emptyLabel="Choose a kind"
        form={form}
        options={dealKinds.map((value) => ({ value, label: kindWords[value] }))}
      />
      <MoneyField
        name="amount"
        label="Agreed amount"
        currency={currencyCodes}
        form={form}
        optional
        hint="Without tax; for a retainer, each payment. A deal has one currency."
      />
      <TextField
        name="source"
        label="Id at Stripe"
        form={form}
        optional
        hint="sub_… or cs_…, when Stripe bills it: its payments then arrive by themselves."
      />
      <DealKindFields form={form} />
    </Form>
  </div>
)
