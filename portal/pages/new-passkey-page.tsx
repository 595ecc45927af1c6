import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { PasskeyButton, type PasskeyQuestion } from '../components/passkey-button.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type NewPasskeyPageProps = {
  question: PasskeyQuestion
  /** The one-time code of a first passkey. */
  code?: string | undefined
  form?: FormState | undefined
}

export const NewPasskeyPage = ({ question, code, form }: NewPasskeyPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Add a passkey"
      lead="Your device makes it and keeps it; we only get what is needed to recognise it."
      back={{ href: '/account', label: 'Your account' }}
    />
    <Sheet>
      <Form action="/account/passkeys" form={form} fields={code ? { code } : {}}>
        <TextField
          name="name"
          label="Name"
          hint="Where it is: “My laptop”, “The blue key”."
          form={form}
          autocomplete="off"
          maxlength={60}
        />
        <PasskeyButton kind="add" label="Make the passkey" {...question} />
      </Form>
    </Sheet>
  </div>
)
