import { ButtonLink } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type PasskeyRow, PasskeyTable } from '../components/passkey-table.tsx'
import { Sheet } from '../components/sheet.tsx'

type AccountPageProps = { name: string; email: string; roles: string; passkeys: readonly PasskeyRow[] }

/** What somebody of staff is here, and what they prove it with. */
export const AccountPage = ({ name, email, roles, passkeys }: AccountPageProps) => (
  <>
    <PageHead title="Your account" />
    <Facts
      wide
      facts={[
        { label: 'Name', value: name },
        { label: 'Mail address', value: email },
        { label: 'Roles', value: roles },
      ]}
    />
    <Sheet
      title="Your passkeys"
      aside={
        <ButtonLink kind={passkeys.length === 0 ? 'primary' : 'plain'} href="/account/passkeys/new">
          Add a passkey
        </ButtonLink>
      }
    >
      <div class="stack">
        <p>
          A passkey shows that it is you before you approve a run, let sending go on or change who may do what. Keep two, on different
          devices: who loses all of them needs a new code from an administrator.
        </p>
        <PasskeyTable passkeys={passkeys} linked blank="For the first one you need a one-time code from an administrator." />
      </div>
    </Sheet>
  </>
)
