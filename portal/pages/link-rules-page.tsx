import type { AttributionModel } from '../../schema/terms.ts'
import { Button } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { modelWords } from '../components/group-fields.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type Rules = { parameter: string; consentRequired: boolean; utm: string }
type Version = Rules & { version: number; windowDays: number; model: AttributionModel; since: Date }

type LinkRulesProps = {
  /** `defaultLinks` as lines. */
  group: Rules & { id: string; name: string; defaultLinks: string }
  /** The newest first. */
  versions: readonly Version[]
  mayChange: boolean
  form: FormState | undefined
}

export const LinkRulesPage = ({ group, versions, mayChange, form }: LinkRulesProps) => (
  <>
    <PageHead title={`Links of ${group.name}`} back={{ href: `/terms/${group.id}`, label: group.name }} />
    <Sheet title="Rules for links">
      {mayChange ? (
        <div class="narrow">
          <Form action={`/terms/${group.id}/links`} form={form} buttons={<Button>Save the rules</Button>}>
            <RuleFields group={group} form={form} />
          </Form>
        </div>
      ) : (
        <Facts
          wide
          facts={[
            { label: 'Parameter', value: parametersOf(group) },
            { label: 'Cookies', value: cookieWords(group) },
            { label: 'Added to destinations', value: group.utm || 'Nothing' },
            { label: 'Links of a new partner', value: group.defaultLinks || 'None' },
          ]}
        />
      )}
    </Sheet>
    <Sheet title="All versions">
      <DataTable
        caption="Versions of what a click is worth"
        rows={versions}
        columns={[
          { key: 'version', head: 'Version', number: true, rowHead: true, cell: ({ version }) => version },
          { key: 'since', head: 'Since', cell: ({ since }) => <Instant at={since} /> },
          { key: 'window', head: 'A click counts for', cell: ({ windowDays }) => (windowDays === 1 ? '1 day' : `${windowDays} days`) },
          { key: 'model', head: 'Credit has', cell: ({ model }) => modelWords[model] },
          { key: 'parameter', head: 'Parameter', cell: parametersOf },
          { key: 'cookies', head: 'Cookies', cell: cookieWords },
          { key: 'utm', head: 'Added', cell: ({ utm }) => utm || 'Nothing' },
        ]}
      />
      <p class="soft">Each click carries the version that it was made under.</p>
    </Sheet>
  </>
)

const RuleFields = ({ group, form }: Pick<LinkRulesProps, 'group' | 'form'>) => (
  <>
    <TextField
      name="parameter"
      label="Parameter on your own site"
      size="short"
      maxlength={32}
      value={group.parameter}
      form={form}
      hint="A code behind it in the address of your page counts as a click: ?via=code. “ref” does so in every group."
    />
    <CheckboxField
      name="consent"
      label="Our redirect sets no cookie for this group"
      checked={group.consentRequired}
      form={form}
      hint="Where consent is required. The signed id in the address carries the credit alone. Visitors with Global Privacy Control never get a cookie."
    />
    <TextField
      name="utm"
      label="Added to every destination"
      optional
      maxlength={300}
      value={group.utm}
      form={form}
      hint="Like utm_source=partner&utm_campaign={campaign}. {code} and {campaign} stand for the link’s own."
    />
    <TextAreaField
      name="defaultLinks"
      label="Links that a new partner gets"
      optional
      rows={4}
      maxlength={4_000}
      value={group.defaultLinks}
      form={form}
      hint="One a line: an address of your site, or the word introduction; behind a space a campaign tag."
    />
  </>
)

const parametersOf = ({ parameter }: Rules): string => (parameter === 'ref' ? 'ref' : `${parameter}, ref`)
const cookieWords = ({ consentRequired }: Rules): string => (consentRequired ? 'None' : 'Unless the visitor objects')
