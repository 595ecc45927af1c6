import type { Measurement, MeasurementStatus } from '../../schema/deal-kinds.ts'
import { Act } from './act.tsx'
import { Badge, type Tone } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { isOwed, type KindProps, paymentOptions } from './deal-kind-view.ts'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import { formatDays } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import { Days } from './instant.tsx'
import { Money } from './money.tsx'
import { MoneyField } from './money-field.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

const states: Record<MeasurementStatus, { word: string; tone: Tone }> = {
  measured: { word: 'Measured', tone: 'wait' },
  accepted: { word: 'Accepted', tone: 'warn' },
  disputed: { word: 'Disputed', tone: 'bad' },
  paid: { word: 'Paid', tone: 'good' },
}

export const MeasurementState = ({ status, amountMinor }: Pick<Measurement, 'status' | 'amountMinor'>) =>
  status === 'accepted' && amountMinor === 0 ? (
    <Badge>Accepted, nothing owed</Badge>
  ) : (
    <Badge tone={states[status].tone}>{states[status].word}</Badge>
  )

export const measurementOptions = (
  measurements: readonly Measurement[],
  status: MeasurementStatus,
  currency: KindProps['deal']['currency'],
) =>
  measurements
    .filter((each) => (status === 'accepted' ? isOwed(each) : each.status === status))
    .map(({ id, startsOn, endsOn, amountMinor }) => ({
      value: id,
      label: `${formatDays(startsOn, endsOn)}: ${formatMoney(amountMinor, currency)}`,
    }))

/** A performance deal pays for results: a share is earned once both sides accepted one and it was paid (DEA3). */
export const Measurements = (props: KindProps) => {
  const { deal, recording } = props
  const mayMeasure = recording && (deal.status === 'won' || deal.status === 'ended')
  return (
    <>
      <Sheet title="Measurements">
        <MeasurementTable {...props} />
      </Sheet>
      {mayMeasure && (
        <div class="grid">
          <MeasureForm {...props} recording={recording} />
          <DisputeForm {...props} />
          <SettleForm {...props} />
        </div>
      )}
    </>
  )
}

const MeasurementTable = ({ deal, kind, recording }: KindProps) => (
  <DataTable
    caption="Measurements"
    rows={kind.measurements}
    columns={[
      { key: 'period', head: 'Period', rowHead: true, cell: (row) => <Days from={row.startsOn} to={row.endsOn} /> },
      { key: 'value', head: 'Measured', cell: (row) => row.value },
      { key: 'amount', head: 'Comes to', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={deal.currency} /> },
      {
        key: 'us',
        head: 'We accept',
        cell: (row) =>
          row.acceptedByUs ??
          (recording && row.status !== 'paid' ? (
            <Act action={`/deals/${deal.id}/measurements/acceptance`} fields={{ accepted: row.id }} label="Accept" small />
          ) : (
            'Not yet'
          )),
      },
      { key: 'them', head: 'The customer accepts', cell: (row) => row.acceptedByThem ?? 'Not yet' },
      {
        key: 'state',
        head: 'State',
        cell: (row) => (
          <>
            <MeasurementState {...row} /> {row.status === 'disputed' && <span class="soft">{row.disputedBecause}</span>}
          </>
        ),
      },
    ]}
    blank={
      <BlankSlate title="Nothing is measured yet">
        What a period came to stands here. Both sides accept it: we on this page, the customer on its own.
      </BlankSlate>
    }
  />
)

type Recorded = KindProps & { recording: NonNullable<KindProps['recording']> }

const MeasureForm = ({ deal, recording, form: sent }: Recorded) => {
  const form = formOf(sent, 'value')
  return (
    <Sheet title="Measure a period">
      <Form
        action={`/deals/${deal.id}/measurements`}
        form={form}
        fields={{ act: recording.kindAct, currency: deal.currency }}
        buttons={<Button>Write it down</Button>}
      >
        <TextField name="starts_on" label="From" type="date" size="short" form={form} />
        <TextField name="ends_on" label="To" type="date" size="short" form={form} />
        <TextField name="value" label="What was measured" maxlength={120} form={form} />
        <MoneyField
          name="amount"
          label="Comes to"
          currency={deal.currency}
          form={form}
          hint="By the formula, without tax. 0 when the period failed: it owes nothing."
        />
      </Form>
    </Sheet>
  )
}

const DisputeForm = ({ deal, kind, form: sent }: KindProps) => {
  const form = formOf(sent, 'dispute_reason')
  const options = measurementOptions(kind.measurements, 'measured', deal.currency)
  return options.length === 0 ? null : (
    <Sheet title="Dispute a measurement">
      <Form action={`/deals/${deal.id}/measurements/dispute`} form={form} buttons={<Button>Dispute it</Button>}>
        <SelectField name="measurement" label="Which one" options={options} form={form} />
        <TextField
          name="dispute_reason"
          label="What is not right"
          maxlength={300}
          form={form}
          hint="Then its period can be measured anew."
        />
      </Form>
    </Sheet>
  )
}

const SettleForm = ({ deal, kind, form: sent }: KindProps) => {
  const form = formOf(sent, 'settles')
  const options = measurementOptions(kind.measurements, 'accepted', deal.currency)
  const payments = paymentOptions(kind.paysMeasured, deal.currency)
  return options.length === 0 || payments.length === 0 ? null : (
    <Sheet title="A measurement was paid">
      <Form action={`/deals/${deal.id}/measurements/payment`} form={form} buttons={<Button>Paid by this</Button>}>
        <SelectField name="settles" label="Which accepted measurement" options={options} form={form} />
        <SelectField
          name="paid_by"
          label="By which payment"
          options={payments}
          form={form}
          hint="It earns now: at most what was accepted."
        />
      </Form>
    </Sheet>
  )
}
