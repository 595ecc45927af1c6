import { type ApiScope, apiScopes, companyScopes } from '../../schema/api.ts'
import { type AdminFactor, AdminFactorNotice } from '../components/admin-factor.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { CopyText } from '../components/copy-text.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { scopeWords } from '../components/scope-words.ts'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

export type ShownKey = {
  id: string
  name: string
  /** Null: the company's. */
  partnerName: string | null
  scopes: readonly ApiScope[]
  hint: string
  createdAt: Date
  madeBy: string | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

type ApiKeysPageProps = {
  keys: readonly ShownKey[]
  olderHref?: string | undefined
  /** A key just made; without a secret it was made by the same form before. */
  made?: { secret: string | undefined } | undefined
  /** Absent for those who may only read. */
  add?: MakeKeyProps | undefined
}
type MakeKeyProps = {
  act: string
  factor: AdminFactor
  partners: readonly { id: string; name: string }[]
  form?: FormState | undefined
}

export const ApiKeysPage = ({ keys, olderHref, made, add }: ApiKeysPageProps) => (
  <>
    <PageHead title="API keys" lead="With a key your own servers ask the portal and tell it who signed up. None approves or moves money." />
    {made && <MadeKey secret={made.secret} />}
    <DataTable
      caption="API keys"
      columns={columns}
      rows={keys}
      blank={<BlankSlate title="No key yet">The first one lets your server say who signed up.</BlankSlate>}
    />
    <Pager olderHref={olderHref} />
    {add && <AdminFactorNotice factor={add.factor} next="/keys" />}
    {add && add.factor !== 'needed' && <MakeKey {...add} />}
  </>
)

const MadeKey = ({ secret }: { secret: string | undefined }) =>
  secret ? (
    <Notice tone="good" title="The key is made. Copy it now: it is shown this once.">
      <div class="stack">
        <CopyText text={secret} label="The new key" />
        <p>Keep it where your server keeps its secrets, never in a page.</p>
      </div>
    </Notice>
  ) : (
    <Notice tone="warn" title="This form made its key before">
      Its secret was shown then and is stored nowhere. If it is lost, revoke the key and make another.
    </Notice>
  )

export const stateOfKey = ({ revokedAt }: Pick<ShownKey, 'revokedAt'>) =>
  revokedAt ? <Badge>Revoked</Badge> : <Badge tone="good">Works</Badge>

const scopesInWords = (scopes: readonly ApiScope[]) => scopes.map((scope) => <div>{scope}</div>)

const columns: Column<ShownKey>[] = [
  { key: 'name', head: 'Name', rowHead: true, cell: ({ id, name }) => <a href={`/keys/${id}`}>{name}</a> },
  { key: 'whose', head: 'Sees the rows of', cell: ({ partnerName }) => partnerName ?? 'The company' },
  { key: 'scopes', head: 'May', cell: ({ scopes }) => scopesInWords(scopes) },
  { key: 'hint', head: 'Ends in', cell: ({ hint }) => <code>…{hint}</code> },
  { key: 'made', head: 'Made', cell: ({ createdAt }) => <Day at={createdAt} /> },
  { key: 'used', head: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <Instant at={lastUsedAt} /> : 'Never') },
  { key: 'state', head: 'State', cell: stateOfKey },
]

const isCompanys = (scope: ApiScope) => companyScopes.some((each) => each === scope)

const MakeKey = ({ act, partners, form }: MakeKeyProps) => (
  <Sheet title="Make a key" id="make">
    <div class="narrow">
      <Form action="/keys" form={form} fields={{ act }} buttons={<Button kind="primary">Make the key</Button>}>
        <TextField
          name="name"
          label="Name"
          hint="Where it is used, such as “Sign-up server”."
          form={form}
          autocomplete="off"
          maxlength={100}
        />
        <SelectField
          name="partner"
          label="Sees the rows of"
          emptyLabel="The company: all of them"
          options={partners.map(({ id, name }) => ({ value: id, label: name }))}
          form={form}
          optional
        />
        <fieldset class="field stack stack--close">
          <legend class="field__label">May</legend>
          {apiScopes.map((scope) => (
            <CheckboxField
              name={scope}
              label={scope}
              hint={isCompanys(scope) ? `${scopeWords[scope]} For a key of the company alone.` : scopeWords[scope]}
              form={form}
              optional
            />
          ))}
        </fieldset>
      </Form>
    </div>
  </Sheet>
)
