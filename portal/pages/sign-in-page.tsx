import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField } from '../components/text-field.tsx'

type SignInPageProps = { programme: string; next: string; form?: FormState | undefined }

/** Asks for an address; a link and a code go there. */
export const SignInPage = ({ programme, next, form }: SignInPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Sign in"
      lead={`For the partners and the staff of the ${programme} programme. There is no password: we send you a link.`}
    />
    <Sheet>
      <Form action="/sign-in" form={form} fields={{ next }} buttons={<Button kind="primary">Send me a link</Button>}>
        <EmailField name="email" label="Your mail address" form={form} hint="The one your invitation was sent to." />
      </Form>
    </Sheet>
  </div>
)
