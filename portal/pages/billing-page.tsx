import type { BillingIdentity } from '../../schema/statements.ts'
import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type BillingPageProps = { identity: BillingIdentity | undefined; mayChange: boolean; form?: FormState | undefined }

export const BillingPage = ({ identity, mayChange, form }: BillingPageProps) => (
  <>
    <PageHead
      title="Billing details"
      lead="How self-billed invoices name your company. Without them none is issued; those issued keep what they say."
      back={{ href: '/ledger', label: 'Ledger' }}
    />
    <Sheet title="Your company">
      {mayChange ? (
        <Form action="/ledger/billing" form={form} buttons={<Button kind="primary">Save</Button>}>
          <TextField name="legalName" label="Legal name" form={form} value={identity?.legalName} maxlength={150} />
          <TextField
            name="address"
            label="Address"
            form={form}
            value={identity?.address}
            maxlength={300}
            hint="In one line: street, postcode, town, country."
          />
          <TextField name="taxId" label="Tax id" form={form} value={identity?.taxId} maxlength={30} size="short" />
        </Form>
      ) : (
        <p>{identity ? `${identity.legalName}, ${identity.address}, tax id ${identity.taxId}` : 'Not given yet. Finance gives them.'}</p>
      )}
    </Sheet>
  </>
)
