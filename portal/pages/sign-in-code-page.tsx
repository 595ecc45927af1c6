import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { CodeField } from '../components/text-field.tsx'

type SignInCodePageProps = { next: string; form?: FormState | undefined }

/** Waits in the asking browser while the mail is on its way. It says the same whether the address is known or not. */
export const SignInCodePage = ({ next, form }: SignInCodePageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Look at your mail"
      lead="If the address belongs to somebody here, a mail is on its way. Open its link in this browser, or type its six digits below. Both work once, for ten minutes."
    />
    <Sheet>
      <Form action="/sign-in/code" form={form} fields={{ next }} buttons={<Button kind="primary">Sign in</Button>}>
        <CodeField name="code" label="Six digits from the mail" form={form} hint="For when you read the mail on another device." />
      </Form>
    </Sheet>
    <p class="soft">
      Nothing came? Look into the folder for unwanted mail, or <a href="/sign-in">start again</a>.
    </p>
  </div>
)
