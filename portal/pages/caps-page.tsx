import type { Currency } from '../../schema/currency.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type Row = {
  currency: Currency
  version: number
  payoutMinor: number
  runMinor: number
  hourMinor: number
  firstMinor: number
  setBy: string
  confirmedBy: string | null
  mayConfirm: boolean
}

type CapsPageProps = {
  caps: readonly Row[]
  /** The newest versions shown here, for the form to say behind which it stands. */
  behind: string
  currencies: readonly Currency[]
  mayPropose: boolean
  hasSecondFactor: boolean
  form: FormState | undefined
}

const amount = (key: 'payoutMinor' | 'firstMinor' | 'runMinor' | 'hourMinor', head: string): Column<Row> => ({
  key,
  head,
  number: true,
  stack: 'labelled',
  cell: (row) => <Money amountMinor={row[key]} currency={row.currency} />,
})

const amounts: readonly Column<Row>[] = [
  { key: 'currency', head: 'Currency', rowHead: true, stack: 'start', cell: (row) => row.currency.toUpperCase() },
  amount('payoutMinor', 'A payout'),
  amount('firstMinor', 'A first payout'),
  amount('runMinor', 'A run'),
  amount('hourMinor', 'An hour'),
  { key: 'by', head: 'Proposed by', stack: 'labelled', cell: (row) => row.setBy },
]

export const CapsPage = (page: CapsPageProps) => {
  const waiting = page.caps.filter(({ confirmedBy }) => confirmedBy === null)
  return (
    <>
      <PageHead
        title="Caps"
        lead="Above the cap of a payout, a first payout or a run, a second approver decides, too. What leaves in an hour is never above its cap."
      />
      {waiting.length > 0 && <Waiting {...page} caps={waiting} />}
      <Sheet title="In force">
        <DataTable
          caption="Caps in force"
          stack
          rows={page.caps.filter(({ confirmedBy }) => confirmedBy !== null)}
          columns={[...amounts, { key: 'confirmed', head: 'Confirmed by', stack: 'labelled', cell: (row) => row.confirmedBy }]}
          blank={<BlankSlate title="No caps">Without caps every payout needs a second approver.</BlankSlate>}
        />
        <p class="soft">A currency that is not listed has no caps: every payout in it needs a second approver.</p>
      </Sheet>
      {page.mayPropose && <NewCaps {...page} />}
    </>
  )
}

const Waiting = ({ caps, hasSecondFactor }: CapsPageProps) => (
  <Sheet title="Waiting for an approver">
    {!hasSecondFactor && caps.some(({ mayConfirm }) => mayConfirm) && (
      <Notice action={<ButtonLink href="/sign-in/second-factor?next=/caps">Use your passkey</ButtonLink>}>
        Confirming caps needs your passkey, used in the last ten minutes.
      </Notice>
    )}
    <DataTable
      caption="Caps that wait for an approver"
      stack
      rows={caps}
      columns={[
        ...amounts,
        {
          key: 'confirm',
          head: 'Confirm',
          cell: (row) =>
            row.mayConfirm && hasSecondFactor ? (
              <Act action={`/caps/${row.currency}/${row.version}/confirmation`} label="Confirm" small />
            ) : (
              'An approver other than who proposed them'
            ),
        },
      ]}
    />
  </Sheet>
)

const NewCaps = ({ currencies, behind, form }: CapsPageProps) => (
  <Sheet title="Change the caps of a currency">
    <Form action="/caps" form={form} fields={{ behind }} buttons={<Button kind="primary">Propose these caps</Button>}>
      <SelectField
        name="currency"
        label="Currency"
        form={form}
        options={currencies.map((code) => ({ value: code, label: code.toUpperCase() }))}
      />
      <TextField name="payout" label="A payout" hint="Like 10,000.00" inputmode="decimal" form={form} />
      <TextField name="first" label="The first payout to a partner" inputmode="decimal" form={form} />
      <TextField name="run" label="A run" inputmode="decimal" form={form} />
      <TextField
        name="hour"
        label="What leaves in an hour"
        hint="Above it the run rests and people are called."
        inputmode="decimal"
        form={form}
      />
    </Form>
  </Sheet>
)
