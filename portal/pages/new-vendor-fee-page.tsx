import { currencyCodes } from '../../schema/currency.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { MoneyField } from '../components/money-field.tsx'
import { PageHead } from '../components/page-head.tsx'
import { TextField } from '../components/text-field.tsx'

export const NewVendorFeePage = ({ act, form }: { act: string; form?: FormState | undefined }) => (
  <div class="narrow stack">
    <PageHead
      title="Expect a vendor fee"
      lead="Write it down when you send the customer there. Before any of it is received the customer is told that we earn."
      back={{ href: '/vendor-fees', label: 'Vendor fees' }}
    />
    <Form
      action="/vendor-fees"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Expect it</Button>
          <ButtonLink kind="quiet" href="/vendor-fees">
            Back
          </ButtonLink>
        </>
      }
    >
      <TextField name="vendor" label="Vendor or programme" maxlength={120} form={form} />
      <TextField
        name="rule"
        label="Its rule"
        maxlength={300}
        form={form}
        hint="Like 5 % of the first year. The customer reads this, too."
      />
      <TextField name="domain" label="Domain of the customer we sent" maxlength={120} form={form} placeholder="oak.example" />
      <MoneyField name="expected" label="Expected" currency={currencyCodes} currencyValue="eur" form={form} />
      <TextField name="due_on" label="Due on" type="date" size="short" form={form} />
    </Form>
  </div>
)
