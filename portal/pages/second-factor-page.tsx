import { ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PasskeyButton, type PasskeyQuestion } from '../components/passkey-button.tsx'
import { Sheet } from '../components/sheet.tsx'

type SecondFactorPageProps = {
  /** Absent for somebody who has no passkey. */
  question: PasskeyQuestion | undefined
  next: string
  form?: FormState | undefined
}

/** Asks somebody who is signed in for their passkey before an act that matters. */
export const SecondFactorPage = ({ question, next, form }: SecondFactorPageProps) => (
  <div class="narrow stack">
    <PageHead title="One more step" lead="Your passkey shows that it is still you, for the next ten minutes." />
    {question ? (
      <Sheet>
        <Form action="/sign-in/second-factor" form={form} fields={{ next }}>
          <PasskeyButton kind="prove" label="Use your passkey" {...question} />
        </Form>
      </Sheet>
    ) : (
      <Notice
        tone="warn"
        title="You have no passkey yet"
        action={
          <ButtonLink kind="primary" href="/account/passkeys/new">
            Add your first passkey
          </ButtonLink>
        }
      >
        Ask an administrator for a one-time code; they make it on your page under People and roles. With it you add a passkey to your
        account, and come back here.
      </Notice>
    )}
  </div>
)
