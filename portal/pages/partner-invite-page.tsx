import { Button, ButtonLink } from '../components/button.tsx'
import { countryOptions } from '../components/country-name.ts'
import { Form } from '../components/form.tsx'
import { FormPart } from '../components/form-part.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField, TextField } from '../components/text-field.tsx'

type PartnerInvitePageProps = {
  act: string
  countries: readonly string[]
  groups: { id: string; name: string }[]
  /** The customer the form was opened from. */
  customer?: { id: string; company: string; domain: string | null } | undefined
  form?: FormState | undefined
}

export const PartnerInvitePage = ({ act, countries, groups, customer, form }: PartnerInvitePageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Invite a partner"
      lead="Its first owner gets a mail, signs in, reads the terms and accepts."
      back={{ href: '/partners', label: 'Partners' }}
    />
    <Sheet>
      <Form
        action="/partners"
        form={form}
        fields={{ act }}
        buttons={
          <>
            <Button kind="primary">Send the invitation</Button>
            <ButtonLink kind="quiet" href="/partners">
              Back
            </ButtonLink>
          </>
        }
      >
        <TextField name="name" label="Company" form={form} value={customer?.company} maxlength={100} autocomplete="off" />
        <SelectField
          name="country"
          label="Country"
          form={form}
          options={countryOptions(countries)}
          emptyLabel="Choose a country"
          hint="Where it is paid. The list holds the countries Stripe can carry our money to."
        />
        <SelectField
          name="groupId"
          label="Group"
          form={form}
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          hint="Partners of a group share their terms."
        />
        <TextField
          name="domain"
          label="Domain"
          form={form}
          value={customer?.domain ?? undefined}
          optional
          hint="Its own, such as company.example: people of it cannot be referred by it."
          inputmode="url"
        />
        {customer ? (
          <TextField
            name="prospectId"
            label="Customer"
            form={form}
            value={customer?.id}
            optional
            hint="The id on its page (pro_…), if the partner is a customer of ours already."
          />
        ) : (
          <FormPart title="It is a customer of ours already" names={['prospectId']} form={form}>
            <TextField
              name="prospectId"
              label="Customer"
              form={form}
              optional
              hint="The id on its page (pro_…), if the partner is a customer of ours already."
            />
          </FormPart>
        )}
        <TextField name="ownerName" label="Owner’s name" form={form} maxlength={100} autocomplete="off" />
        <EmailField name="ownerEmail" label="Owner’s work address" form={form} autocomplete="off" />
      </Form>
    </Sheet>
  </div>
)
