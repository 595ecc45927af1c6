import type { AttributionModel } from '../../schema/terms.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { GroupFields, modelWords } from '../components/group-fields.tsx'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { type TermsInWords, TermsWords } from '../components/terms-words.tsx'

type Version = { version: number; effectiveAt: Date; by: string; words: string }

type GroupProps = {
  group: { id: string; name: string; windowDays: number; model: AttributionModel }
  /** `25.00 EUR, 25.00 GBP`. */
  minimums: string
  inForce: (TermsInWords & { version: number; effectiveAt: Date }) | undefined
  /** The newest first. */
  versions: Version[]
  mayChange: boolean
  form: FormState | undefined
}

export const GroupPage = ({ group, minimums, inForce, versions, mayChange, form }: GroupProps) => (
  <>
    <PageHead
      title={group.name}
      back={{ href: '/terms', label: 'Groups and terms' }}
      actions={
        mayChange && (
          <ButtonLink kind="primary" href={`/terms/${group.id}/versions/new`}>
            Make a new version
          </ButtonLink>
        )
      }
    />
    {inForce ? (
      <Sheet
        title={`Terms in force: version ${inForce.version}`}
        aside={
          <span class="soft">
            since <Instant at={inForce.effectiveAt} />
          </span>
        }
      >
        <TermsWords terms={inForce} />
      </Sheet>
    ) : (
      <Notice tone="warn" title="No terms yet">
        Until a version is in force, deals of this group's partners earn nothing.
      </Notice>
    )}
    <Sheet title="Rules of the group">
      {mayChange ? (
        <div class="narrow">
          <Form action={`/terms/${group.id}/rules`} form={form} buttons={<Button>Save the rules</Button>}>
            <GroupFields form={form} windowDays={String(group.windowDays)} model={group.model} minimums={minimums} />
          </Form>
        </div>
      ) : (
        <Facts
          facts={[
            { label: 'A click counts for', value: `${group.windowDays} days` },
            { label: 'Between clicks, the credit has', value: modelWords[group.model] },
            { label: 'Least payout', value: minimums || 'None set' },
          ]}
        />
      )}
      <p>
        <a href={`/terms/${group.id}/links`}>Rules for its links</a>
      </p>
    </Sheet>
    <Sheet title="All versions">
      <DataTable
        caption="Versions"
        stack
        rows={versions}
        columns={[
          { key: 'version', head: 'Version', number: true, rowHead: true, stack: 'start', cell: (row) => row.version },
          { key: 'at', head: 'In force since', cell: (row) => <Instant at={row.effectiveAt} /> },
          { key: 'by', head: 'By', cell: (row) => row.by },
          { key: 'words', head: 'Earns', cell: (row) => row.words },
        ]}
        blank={<p class="soft">None yet.</p>}
      />
      <p class="soft">A version never changes. Deals opened under an older one keep it.</p>
    </Sheet>
  </>
)
