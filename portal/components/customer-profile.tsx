import type { Customer } from '../../schema/customers.ts'
import { Button } from './button.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import { giftWords, motionWords, optionsOf, referencePolicyWords } from './customer-words.tsx'
import { Facts } from './facts.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type ProfileProps = { customer: Customer; mayChange: boolean; form: FormState | undefined }

/** What only people know of a customer: how it came, and its own rules about gifts and references. */
export const CustomerProfile = ({ customer, mayChange, form }: ProfileProps) => (
  <Sheet title="Its own rules" id="profile">
    <Facts
      wide
      facts={[
        { label: 'Came', value: customer.motion ? motionWords[customer.motion] : 'Not asked yet' },
        { label: 'References', value: referencePolicyWords[customer.referencePolicy] },
        {
          label: 'Gifts',
          value: customer.giftNote ? `${giftWords[customer.giftPolicy]}: ${customer.giftNote}` : giftWords[customer.giftPolicy],
        },
        { label: 'Listed company', value: customer.publicCompany ? 'Yes, a joint release needs two of its approvers' : 'No' },
        { label: 'First enterprise customer', value: customer.firstEnterprise ? 'Yes' : 'No' },
      ]}
    />
    {mayChange && (
      <details open={Boolean(formOf(form, 'gift_policy'))}>
        <summary>Change it</summary>
        <Profile customer={customer} form={formOf(form, 'gift_policy')} />
      </details>
    )}
  </Sheet>
)

const Profile = ({ customer, form }: { customer: Customer; form: FormState | undefined }) => (
  <Form
    action={`/customers/${customer.prospectId}/profile`}
    form={form}
    fields={{ version: String(customer.version) }}
    buttons={<Button>Keep it</Button>}
  >
    <SelectField
      name="motion"
      label="It came"
      form={form}
      value={customer.motion ?? ''}
      emptyLabel="Not asked yet"
      options={optionsOf(motionWords)}
      optional
      hint="Said once: a report counts who moves from projects to support."
    />
    <SelectField
      name="reference_policy"
      label="About references"
      form={form}
      value={customer.referencePolicy}
      options={optionsOf(referencePolicyWords)}
    />
    <SelectField name="gift_policy" label="About gifts" form={form} value={customer.giftPolicy} options={optionsOf(giftWords)} />
    <TextField name="gift_note" label="Its limit, or who must know" form={form} value={customer.giftNote ?? ''} optional maxlength={500} />
    <CheckboxField name="public_company" label="A listed company" form={form} checked={customer.publicCompany} />
    <CheckboxField
      name="first_enterprise"
      label="Our first enterprise customer of its kind"
      form={form}
      checked={customer.firstEnterprise}
    />
  </Form>
)
