import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { EmailField } from '../components/text-field.tsx'

type LostLinkPageProps = {
  programme: string
  sent: boolean /** It changed its address. */
  moved: boolean
  ended: boolean
  form?: FormState | undefined
}

/** Where somebody asks for a new private link. It says the same whether we hold the address or not. */
export const LostLinkPage = ({ programme, sent, moved, ended, form }: LostLinkPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={ended ? 'This link does not work any more' : 'What we hold about you'}
      lead={
        ended
          ? 'A newer one was mailed, it was more than a year old, or what it showed was erased. You can ask for a new one here.'
          : `Ask for a private link to what ${programme} holds about you: to see it, correct it or erase it.`
      }
    />
    {moved && (
      <Notice tone="good" title="It is changed">
        <p>The next private link is on its way to your new address. The old one has ended.</p>
      </Notice>
    )}
    {sent ? (
      <Notice tone="good" title="Look into your mailbox">
        <p>If we hold something under that address, a private link is on its way. If nothing comes, we hold nothing under it.</p>
      </Notice>
    ) : (
      <Sheet>
        <Form action="/me" form={form} buttons={<Button kind="primary">Send me a private link</Button>}>
          <EmailField name="email" label="Your mail address" form={form} hint="The one that we wrote to, or that somebody gave us." />
        </Form>
      </Sheet>
    )}
  </div>
)
