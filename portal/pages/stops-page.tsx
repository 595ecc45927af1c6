import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type StopsPageProps = {
  stops: { scope: string; reason: string; setBy: string; setAt: Date; resumeAskedBy: string | null; mayLift: boolean; needsTwo: boolean }[]
  mayStop: boolean
  /** Whether lifting would find the second factor it needs. */
  hasSecondFactor: boolean
  form: FormState | undefined
}

export const StopsPage = (page: StopsPageProps) => (
  <>
    <PageHead title="Stop switch" lead="What is stopped is not sent. What Stripe was already asked for finishes." />
    {!page.hasSecondFactor && page.stops.some(({ mayLift }) => mayLift) && (
      <Notice action={<ButtonLink href="/sign-in/second-factor?next=/stops">Use your passkey</ButtonLink>}>
        Letting sending go on needs your passkey, used in the last ten minutes.
      </Notice>
    )}
    <Sheet title="Stopped now">
      <Standing {...page} />
    </Sheet>
    {page.mayStop && <NewStop form={page.form} />}
  </>
)

const Standing = ({ stops }: StopsPageProps) => (
  <DataTable
    caption="Stops"
    rows={stops}
    columns={[
      { key: 'scope', head: 'What', rowHead: true, cell: (row) => scopeInWords(row.scope) },
      { key: 'reason', head: 'Why', cell: (row) => row.reason },
      { key: 'by', head: 'By', cell: (row) => row.setBy },
      { key: 'at', head: 'Since', cell: (row) => <Instant at={row.setAt} /> },
      {
        key: 'resume',
        head: 'Go on',
        cell: (row) =>
          row.mayLift ? (
            <>
              {row.resumeAskedBy && <p class="soft">{row.resumeAskedBy} asked to go on.</p>}
              <Act
                action="/stops/resumption"
                label={row.needsTwo && !row.resumeAskedBy ? 'Ask to go on' : 'Let it go on'}
                fields={{ scope: row.scope }}
                small
              />
            </>
          ) : (
            row.resumeAskedBy && `${row.resumeAskedBy} asked to go on; another person confirms it.`
          ),
      },
    ]}
    blank={<BlankSlate title="Nothing is stopped">Payouts leave as their runs are approved.</BlankSlate>}
  />
)

const NewStop = ({ form }: { form: FormState | undefined }) => (
  <Sheet title="Stop sending">
    <Form action="/stops" form={form} buttons={<Button kind="danger">Stop</Button>}>
      <SelectField
        name="kind"
        label="What"
        form={form}
        options={[
          { value: 'all', label: 'Everything' },
          { value: 'run', label: 'A run' },
          { value: 'partner', label: 'A partner' },
          { value: 'currency', label: 'A currency' },
        ]}
      />
      <TextField
        name="subject"
        label="Which one"
        hint="The id of the run or partner, or a currency such as usd; empty for everything."
        form={form}
        optional
      />
      <TextField name="reason" label="Reason" maxlength={300} form={form} />
    </Form>
  </Sheet>
)

function scopeInWords(scope: string): string {
  const [kind, subject, currency] = scope.split(':')
  if (kind === 'all') return 'Everything'
  if (kind === 'currency') return `Everything in ${subject?.toUpperCase()}`
  if (kind === 'run') return currency ? `Run ${subject}, ${currency.toUpperCase()}` : `Run ${subject}`
  return `Partner ${subject}`
}
