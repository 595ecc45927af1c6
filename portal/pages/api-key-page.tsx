import { type AuditLine, AuditTable } from '../components/audit-table.tsx'
import { Confirm } from '../components/confirm.tsx'
import { Facts } from '../components/facts.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { scopeWords } from '../components/scope-words.ts'
import { Sheet } from '../components/sheet.tsx'
import { type ShownKey, stateOfKey } from './api-keys-page.tsx'

type ApiKeyPageProps = {
  apiKey: ShownKey
  /** What happened to it, newest first. */
  entries: readonly AuditLine[]
  mayRevoke: boolean
}

export const ApiKeyPage = ({ apiKey, entries, mayRevoke }: ApiKeyPageProps) => (
  <>
    <PageHead title={apiKey.name} back={{ href: '/keys', label: 'API keys' }} state={stateOfKey(apiKey)} />
    <Facts
      wide
      facts={[
        { label: 'Sees the rows of', value: apiKey.partnerName ?? 'The company' },
        { label: 'Ends in', value: <code>…{apiKey.hint}</code> },
        { label: 'Made', value: <Instant at={apiKey.createdAt} /> },
        { label: 'Made by', value: apiKey.madeBy ?? 'Somebody who left' },
        { label: 'Last used', value: apiKey.lastUsedAt ? <Instant at={apiKey.lastUsedAt} /> : 'Never' },
        ...(apiKey.revokedAt ? [{ label: 'Revoked', value: <Instant at={apiKey.revokedAt} /> }] : []),
      ]}
    />
    <Sheet title="What it may do">
      <ul>
        {apiKey.scopes.map((scope) => (
          <li>
            <code>{scope}</code>: {scopeWords[scope]}
          </li>
        ))}
      </ul>
    </Sheet>
    {mayRevoke && !apiKey.revokedAt && (
      <Confirm
        question={`Revoke the key “${apiKey.name}”?`}
        facts={[
          { label: 'From now on', value: 'Whatever uses it is refused, at once. This cannot be undone; make a new key in its place.' },
        ]}
        action={`/keys/${apiKey.id}/revocation`}
        label="Revoke the key"
        cancelHref="/keys"
        danger
      />
    )}
    <AuditTable caption="What happened to this key" lines={entries} />
  </>
)
