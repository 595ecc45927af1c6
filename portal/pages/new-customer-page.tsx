import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { TextField } from '../components/text-field.tsx'

/** Somebody who was a customer before the portal knew. */
export const NewCustomerPage = ({ act, form }: { act: string; form: FormState | undefined }) => (
  <div class="narrow stack">
    <PageHead
      title="Add a customer"
      lead="For whoever was a customer before. A prospect becomes one by itself when its deal is won."
      back={{ href: '/customers', label: 'Customers' }}
    />
    <Form
      action="/customers"
      form={form}
      fields={{ act }}
      buttons={
        <>
          <Button kind="primary">Add the customer</Button>
          <ButtonLink kind="quiet" href="/customers">
            Back
          </ButtonLink>
        </>
      }
    >
      <TextField name="company" label="Company" form={form} maxlength={120} autocomplete="off" />
      <TextField
        name="domain"
        label="Domain"
        form={form}
        optional
        maxlength={253}
        autocomplete="off"
        hint="Like company.example. A prospect we know by it is the one that becomes a customer."
      />
      <TextField name="customer_since" label="Customer since" type="date" form={form} size="short" />
    </Form>
  </div>
)
