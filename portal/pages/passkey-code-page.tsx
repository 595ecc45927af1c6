import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

/** The first passkey begins with a code from somebody else. */
export const PasskeyCodePage = ({ form }: { form?: FormState | undefined }) => (
  <div class="narrow stack">
    <PageHead
      title="Your first passkey"
      lead="An administrator makes a one-time code for you, on your page under People and roles, and hands it over in person or by phone. It works once, within 24 hours."
      back={{ href: '/account', label: 'Your account' }}
    />
    <Sheet>
      <Form action="/account/passkeys/new" form={form} buttons={<Button kind="primary">Go on</Button>}>
        <TextField
          name="code"
          label="One-time code"
          hint="Sixteen letters and digits, such as K7QF-3MXP-9WDA-T2HN."
          form={form}
          autocomplete="off"
          maxlength={40}
        />
      </Form>
    </Sheet>
  </div>
)
