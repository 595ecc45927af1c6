import { type Currency, currencyCodes } from '../../schema/currency.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { MoneyField } from '../components/money-field.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type Row = {
  id: string
  kind: 'adjust' | 'writeoff'
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  reason: string
  status: 'open' | 'confirmed' | 'refused'
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  mayDecide: boolean
}

type AdjustmentsPageProps = {
  requests: readonly Row[]
  /** Undefined for who may not ask. */
  act: string | undefined
  hasSecondFactor: boolean
  olderHref: string | undefined
  form: FormState | undefined
}

export const AdjustmentsPage = ({ requests, act, hasSecondFactor, olderHref, form }: AdjustmentsPageProps) => (
  <>
    <PageHead
      title="Adjustments"
      lead="What is posted by hand: one person asks, another confirms. Nothing moves before."
      back={{ href: '/ledger', label: 'Ledger' }}
    />
    {!hasSecondFactor && requests.some(({ mayDecide }) => mayDecide) && (
      <Notice action={<ButtonLink href="/sign-in/second-factor?next=/ledger/adjustments">Use your passkey</ButtonLink>}>
        Confirming needs your passkey, used in the last ten minutes.
      </Notice>
    )}
    <Sheet title="Requests">
      <DataTable
        caption="Adjustments and write-offs, newest first"
        stack
        rows={requests}
        columns={[
          { key: 'at', head: 'Asked', stack: 'labelled', cell: (row) => <Instant at={row.askedAt} /> },
          {
            key: 'partner',
            head: 'Partner',
            rowHead: true,
            stack: 'start',
            cell: (row) => <a href={`/ledger?ref=${row.id}`}>{row.partner}</a>,
          },
          { key: 'kind', head: 'What', cell: (row) => (row.kind === 'adjust' ? 'Adjustment' : 'Write-off') },
          {
            key: 'amount',
            head: 'Amount',
            number: true,
            stack: 'end',
            cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
          },
          { key: 'reason', head: 'Why', cell: (row) => row.reason },
          { key: 'by', head: 'By', stack: 'labelled', cell: (row) => row.askedBy },
          { key: 'state', head: 'State', cell: (row) => <State row={row} hasSecondFactor={hasSecondFactor} /> },
        ]}
        blank={<BlankSlate title="Nothing was posted by hand">Requests stand here with who asked and who decided.</BlankSlate>}
      />
      <Pager olderHref={olderHref} />
    </Sheet>
    {act && <Asking act={act} form={form} />}
  </>
)

const State = ({ row, hasSecondFactor }: { row: Row; hasSecondFactor: boolean }) => {
  if (row.status !== 'open') return <>{`${row.status === 'confirmed' ? 'Confirmed' : 'Refused'} by ${row.decidedBy}`}</>
  if (!row.mayDecide) return <>Waits for an approver</>
  const path = `/ledger/adjustments/${row.id}`
  return (
    <div class="row">
      {hasSecondFactor && <Act action={`${path}/confirmation`} label="Confirm" kind="primary" small />}
      <Act action={`${path}/refusal`} label="Refuse" kind="danger" small />
    </div>
  )
}

const Asking = ({ act, form }: { act: string; form: FormState | undefined }) => (
  <Sheet title="Ask for a posting">
    <Form action="/ledger/adjustments" form={form} fields={{ act }} buttons={<Button kind="primary">Ask an approver</Button>}>
      <SelectField
        name="what"
        label="What"
        form={form}
        options={[
          { value: 'more', label: 'We owe the partner more' },
          { value: 'less', label: 'We owe the partner less' },
          { value: 'writeoff', label: 'Write off what the partner owes us' },
        ]}
      />
      <TextField name="partnerId" label="Partner" hint="The id as it stands on the page of the partner." form={form} />
      <MoneyField name="amount" label="Amount" currency={currencyCodes} form={form} />
      <TextField name="reason" label="Reason" hint="The partner reads it beside the amount." maxlength={300} form={form} />
    </Form>
  </Sheet>
)
