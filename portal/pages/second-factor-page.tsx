import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { CodeField } from '../components/text-field.tsx'

type SecondFactorPageProps = { email: string; next: string; form?: FormState | undefined }

/** Asks somebody who is signed in for a fresh code before an act that matters. */
export const SecondFactorPage = ({ email, next, form }: SecondFactorPageProps) => (
  <div class="narrow stack">
    <PageHead title="One more step" lead={`We sent six digits to ${email}. They show that it is still you, for the next ten minutes.`} />
    <Sheet>
      <Form action="/sign-in/second-factor" form={form} fields={{ next }} buttons={<Button kind="primary">Go on</Button>}>
        <CodeField name="code" label="Six digits from the mail" form={form} />
      </Form>
    </Sheet>
    <Act action="/sign-in/second-factor/mail" label="Send another code" kind="quiet" fields={{ next }} />
  </div>
)
