import { refusalReasons } from '../../schema/registrations.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import type { FormState } from './form-state.ts'
import { RadioField } from './radio-field.tsx'
import { refusalInWords } from './registration-words.ts'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextAreaField } from './text-area-field.tsx'
import { TextField } from './text-field.tsx'

/** A prospect that the registration is, or may be. */
export type Candidate = { id: string; company: string; domain: string | null; isCustomer: boolean }

type Asked = { registration: { id: string; version: number }; form: FormState | undefined }
type AcceptFormProps = Asked & { certain: readonly Candidate[]; alike: readonly Candidate[]; asksTakeover: boolean }

const optionOf = ({ id, company, domain, isCustomer }: Candidate) => ({
  value: id,
  label: [company, domain, isCustomer && 'a customer'].filter(Boolean).join(', '),
})

/** Where one prospect fits for certain or none fits at all there is nothing to choose; else a person says which it is. */
export const AcceptForm = ({ registration, certain, alike, asksTakeover, form }: AcceptFormProps) => {
  const options = [...certain, ...alike].map(optionOf)
  const choices = certain.length === 0 ? [{ value: 'new', label: 'None of these: a company that we do not know' }, ...options] : options
  const isClear = choices.length === 1
  return (
    <Sheet title="Accept" id="accept">
      <Form
        action={`/registrations/${registration.id}/acceptance`}
        form={form}
        fields={{ version: String(registration.version), ...(isClear && { prospect: choices[0]?.value ?? 'new' }) }}
        buttons={<Button kind="primary">Accept the registration</Button>}
      >
        {!isClear && (
          <RadioField
            name="prospect"
            label="Which company is it?"
            hint="Names alike decide nothing: you say."
            form={form}
            options={choices}
          />
        )}
        <TextField name="days" label="Days of protection" form={form} value="90" inputmode="numeric" maxlength={3} size="code" />
        {asksTakeover && (
          <TextAreaField
            name="takeover"
            label="If somebody else has its credit or protection: why is it taken over?"
            hint="Both partners read it, so name neither. Their commissions follow the decision."
            form={form}
            rows={3}
            maxlength={1_000}
            optional
          />
        )}
        <TextAreaField name="words" label="A word to the partner" id="accept-words" form={form} rows={2} maxlength={1_000} optional />
      </Form>
    </Sheet>
  )
}

export const RefuseForm = ({ registration, form }: Asked) => (
  <Sheet title="Refuse" id="refuse">
    <Form
      action={`/registrations/${registration.id}/refusal`}
      form={form}
      fields={{ version: String(registration.version) }}
      buttons={<Button>Refuse the registration</Button>}
    >
      <SelectField
        name="reason"
        label="Reason"
        form={form}
        emptyLabel="Choose a reason"
        options={refusalReasons.map((value) => ({ value, label: refusalInWords[value] }))}
      />
      <TextAreaField
        name="words"
        label="Why, in your words"
        id="refuse-words"
        hint="The partner reads them. Name no other partner."
        form={form}
        rows={3}
        maxlength={1_000}
      />
    </Form>
  </Sheet>
)

export const ExtensionForm = ({ id, form }: { id: string; form: FormState | undefined }) => (
  <Form action={`/registrations/${id}/extension/answer`} form={form} buttons={<Button kind="primary">Answer</Button>}>
    <RadioField
      name="outcome"
      label="More time?"
      form={form}
      options={[
        { value: 'granted', label: 'Extend it, once' },
        { value: 'declined', label: 'Leave it as it is' },
      ]}
    />
    <TextField
      name="days"
      label="By how many days"
      id="extension-days"
      form={form}
      value="90"
      inputmode="numeric"
      maxlength={3}
      size="code"
    />
    <TextAreaField name="reason" label="Why" id="extension-reason" hint="The partner reads it." form={form} rows={3} maxlength={1_000} />
  </Form>
)
