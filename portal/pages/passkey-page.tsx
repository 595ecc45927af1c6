import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import type { PasskeyRow } from '../components/passkey-table.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type PasskeyPageProps = {
  passkey: PasskeyRow
  isLast: boolean
  /** Whether removing it would find the second factor it needs. */
  hasSecondFactor: boolean
  form?: FormState | undefined
}

/** One of the person's own passkeys: name it, remove it. */
export const PasskeyPage = ({ passkey, isLast, hasSecondFactor, form }: PasskeyPageProps) => (
  <>
    <PageHead title={passkey.name} back={{ href: '/account', label: 'Your account' }} />
    <Facts
      wide
      facts={[
        { label: 'Added', value: <Instant at={passkey.createdAt} /> },
        { label: 'Last used', value: passkey.lastUsedAt ? <Instant at={passkey.lastUsedAt} /> : 'Never' },
      ]}
    />
    <Sheet title="Name">
      <Form action={`/account/passkeys/${passkey.id}/name`} form={form} buttons={<Button kind="primary">Save the name</Button>}>
        <TextField name="name" label="Name" value={passkey.name} form={form} autocomplete="off" maxlength={60} />
      </Form>
    </Sheet>
    <Sheet title="Remove">
      <div class="stack">
        <p>
          {isLast
            ? 'This is your only one. Without it you approve nothing until an administrator makes a new code for you.'
            : 'It works no more, at once. Your other passkeys stay.'}
        </p>
        {hasSecondFactor ? (
          <Act action={`/account/passkeys/${passkey.id}/removal`} label="Remove this passkey" kind="danger" />
        ) : (
          <Notice action={<ButtonLink href={`/sign-in/second-factor?next=/account/passkeys/${passkey.id}`}>Use a passkey</ButtonLink>}>
            Removing one needs a passkey of yours, used in the last ten minutes.
          </Notice>
        )}
      </div>
    </Sheet>
  </>
)
