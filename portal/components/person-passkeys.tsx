import { Act } from './act.tsx'
import { CopyText } from './copy-text.tsx'
import { Notice } from './notice.tsx'
import { type PasskeyRow, PasskeyTable } from './passkey-table.tsx'
import { Sheet } from './sheet.tsx'

type PersonPasskeysProps = {
  person: { id: string; name: string; active: boolean }
  passkeys: readonly PasskeyRow[]
  mayChange: boolean
  /** Just made; this page is the only one that ever shows it. */
  code?: string | undefined
}

/** Somebody's passkeys as an administrator sees them: never to use, only to begin anew. */
export const PersonPasskeys = ({ person, passkeys, mayChange, code }: PersonPasskeysProps) => (
  <Sheet title="Passkeys" id="passkeys">
    <div class="stack">
      {code && (
        <Notice tone="good" title={`The one-time code for ${person.name}`}>
          <div class="stack">
            <CopyText text={code} label="One-time code" />
            <p>
              It is shown once and works once, within 24 hours, on their page <em>Your account</em>. Hand it over in person or by phone, not
              by mail.
            </p>
          </div>
        </Notice>
      )}
      <PasskeyTable passkeys={passkeys} blank="They approve nothing until they have one." />
      {mayChange && person.active && <Begin person={person} hasPasskeys={passkeys.length > 0} />}
    </div>
  </Sheet>
)

const Begin = ({ person, hasPasskeys }: { person: { id: string; name: string }; hasPasskeys: boolean }) =>
  hasPasskeys ? (
    <>
      <p>Have they lost them? A new code removes all their passkeys, at once. They and every administrator are written to.</p>
      <div class="row">
        <Act action={`/people/${person.id}/passkey-code`} label="Remove all and make a new code" kind="danger" />
        <Act action={`/people/${person.id}/passkey-removal`} label="Only remove all" />
      </div>
    </>
  ) : (
    <>
      <p>
        With a one-time code from you they add their first passkey. They and every administrator are written to; the code is in no mail.
      </p>
      <Act action={`/people/${person.id}/passkey-code`} label="Make a one-time code" />
    </>
  )
