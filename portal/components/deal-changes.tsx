import type { ChangeRequestStatus } from '../../schema/deal-kinds.ts'
import { Act } from './act.tsx'
import { Badge, type Tone } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { type KindProps, paymentOptions } from './deal-kind-view.ts'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import { formatMoney } from './format-money.ts'
import { DayOf } from './instant.tsx'
import { Money } from './money.tsx'
import { MoneyField } from './money-field.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

const states: Record<ChangeRequestStatus, { word: string; tone: Tone }> = {
  asked: { word: 'Asked', tone: 'wait' },
  approved: { word: 'Approved', tone: 'warn' },
  refused: { word: 'Refused', tone: 'plain' },
  paid: { word: 'Paid', tone: 'good' },
}

/** Extra work on a flat fee (DEA6): the customer approves it, and a payment of its own pays for it. */
export const Changes = (props: KindProps) => {
  const { deal, kind, recording } = props
  return (
    <>
      <Sheet title="Change requests">
        <DataTable
          caption="Change requests"
          rows={kind.changes}
          columns={[
            { key: 'text', head: 'What', rowHead: true, cell: (row) => row.text },
            {
              key: 'amount',
              head: 'Amount',
              number: true,
              cell: (row) => <Money amountMinor={row.amountMinor} currency={deal.currency} />,
            },
            {
              key: 'by',
              head: 'Approved by',
              cell: (row) =>
                row.approvedBy && row.approvedOn ? (
                  <>
                    {row.approvedBy}, <DayOf day={row.approvedOn} />
                  </>
                ) : (
                  'Nobody yet'
                ),
            },
            { key: 'state', head: 'State', cell: (row) => <Badge tone={states[row.status].tone}>{states[row.status].word}</Badge> },
            ...(recording
              ? [
                  {
                    key: 'act',
                    head: '',
                    cell: (row: KindProps['kind']['changes'][number]) =>
                      row.status === 'asked' && (
                        <Act action={`/deals/${deal.id}/changes/refusal`} fields={{ refused: row.id }} label="Refused" small />
                      ),
                  },
                ]
              : []),
          ]}
          blank={<BlankSlate title="No changes yet">Work beyond what the price covers is asked for here before it is done.</BlankSlate>}
        />
      </Sheet>
      {recording && deal.status !== 'lost' && (
        <div class="grid">
          <AskForm {...props} recording={recording} />
          <ApprovalForm {...props} recording={recording} />
          <PaidForm {...props} />
        </div>
      )}
    </>
  )
}

type Recorded = KindProps & { recording: NonNullable<KindProps['recording']> }

const AskForm = ({ deal, recording, form: sent }: Recorded) => {
  const form = formOf(sent, 'change_text')
  return (
    <Sheet title="Ask for a change">
      <Form
        action={`/deals/${deal.id}/changes`}
        form={form}
        fields={{ act: recording.kindAct, currency: deal.currency }}
        buttons={<Button>Write it down</Button>}
      >
        <TextField name="change_text" label="What is to be done" maxlength={300} form={form} />
        <MoneyField name="change_amount" label="For" currency={deal.currency} form={form} />
      </Form>
    </Sheet>
  )
}

const optionsOf = ({ deal, kind }: KindProps, status: ChangeRequestStatus) =>
  kind.changes
    .filter((each) => each.status === status)
    .map(({ id, text, amountMinor }) => ({ value: id, label: `${text}: ${formatMoney(amountMinor, deal.currency)}` }))

const ApprovalForm = ({ recording, ...props }: Recorded) => {
  const form = formOf(props.form, 'approved_by')
  const options = optionsOf(props as KindProps, 'asked')
  return options.length === 0 ? null : (
    <Sheet title="The customer approved">
      <Form action={`/deals/${props.deal.id}/changes/approval`} form={form} buttons={<Button>Approved</Button>}>
        <SelectField name="change" label="Which change" options={options} form={form} />
        <TextField name="approved_by" label="Who said yes" maxlength={100} form={form} />
        <TextField name="approved_on" label="On" type="date" size="short" value={recording.today} form={form} />
      </Form>
    </Sheet>
  )
}

const PaidForm = (props: KindProps) => {
  const form = formOf(props.form, 'paid_change')
  const options = optionsOf(props, 'approved')
  const payments = paymentOptions(props.kind.buysChange, props.deal.currency)
  return options.length === 0 || payments.length === 0 ? null : (
    <Sheet title="A change was paid">
      <Form action={`/deals/${props.deal.id}/changes/payment`} form={form} buttons={<Button>Paid by this</Button>}>
        <SelectField name="paid_change" label="Which approved change" options={options} form={form} />
        <SelectField
          name="change_payment"
          label="By which payment"
          options={payments}
          form={form}
          hint="Its share is that of any payment of this deal."
        />
      </Form>
    </Sheet>
  )
}
