import type { HourKind } from '../../schema/deal-kinds.ts'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { type KindProps, paymentOptions } from './deal-kind-view.ts'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import { DayOf } from './instant.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

const wordFor: Record<HourKind, string> = { draw: 'Drawn', top_up: 'Bought', lapse: 'Lapsed' }

/** Hours as they came and went. A draw moves no money. */
export const Hours = (props: KindProps) => {
  const { deal, kind, recording } = props
  const mayRecord = recording && (deal.status === 'won' || deal.status === 'ended')
  return (
    <>
      <Sheet title="Hours" aside={`${kind.details?.left} left`}>
        <DataTable
          caption="Hours"
          rows={kind.draws}
          columns={[
            { key: 'on', head: 'On', cell: (row) => <DayOf day={row.happenedOn} /> },
            { key: 'kind', head: 'What', cell: (row) => wordFor[row.kind] },
            { key: 'note', head: 'For', rowHead: true, cell: (row) => row.note },
            { key: 'hours', head: 'Hours', number: true, cell: (row) => `${row.kind === 'top_up' ? '+' : '−'}${row.minutes / 60}` },
          ]}
          blank={
            <BlankSlate title="Nothing is drawn yet">Each hour that was worked stands here, and each one that was bought later.</BlankSlate>
          }
        />
      </Sheet>
      {mayRecord && (
        <div class="grid">
          <DrawForm {...props} recording={recording} />
          {kind.buysHours.length > 0 && <TopUpForm {...props} recording={recording} />}
        </div>
      )}
    </>
  )
}

type Recorded = KindProps & { recording: NonNullable<KindProps['recording']> }

const DrawForm = ({ deal, recording, form: sent }: Recorded) => {
  const form = formOf(sent, 'drawn')
  return (
    <Sheet title="Draw hours">
      <Form action={`/deals/${deal.id}/draws`} form={form} fields={{ act: recording.kindAct }} buttons={<Button>Draw them</Button>}>
        <TextField name="drawn" label="Hours worked" inputmode="decimal" size="short" form={form} hint="Like 3 or 1.25. No money moves." />
        <TextField name="drawn_on" label="Worked on" type="date" size="short" value={recording.today} form={form} />
        <TextField name="draw_note" label="What they were for" maxlength={300} form={form} />
      </Form>
    </Sheet>
  )
}

const TopUpForm = ({ deal, kind, recording, form: sent }: Recorded) => {
  const form = formOf(sent, 'topped_up')
  return (
    <Sheet title="Top up">
      <Form action={`/deals/${deal.id}/top-ups`} form={form} fields={{ act: recording.kindAct }} buttons={<Button>Add the hours</Button>}>
        <TextField name="topped_up" label="Hours bought" inputmode="decimal" size="short" form={form} />
        <SelectField
          name="top_up_payment"
          label="Paid by"
          form={form}
          options={paymentOptions(kind.buysHours, deal.currency)}
          hint="A top-up is a purchase: record what was paid first."
        />
        <TextField name="top_up_note" label="Note" maxlength={300} optional form={form} />
        {deal.kind === 'hour_pool' && (
          <TextField name="top_up_until" label="The pool then expires on" type="date" size="short" optional form={form} />
        )}
      </Form>
    </Sheet>
  )
}
