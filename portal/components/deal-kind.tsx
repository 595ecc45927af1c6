import type { RetainerPeriod } from '../../schema/deal-kinds.ts'
import type { DealKind } from '../../schema/terms.ts'
import { Button } from './button.tsx'
import { Changes } from './deal-changes.tsx'
import { Hours } from './deal-hours.tsx'
import type { KindProps } from './deal-kind-view.ts'
import { Measurements } from './deal-measurements.tsx'
import { type Fact, Facts } from './facts.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import { DayOf } from './instant.tsx'
import { Money } from './money.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

/** What the customer buys with a deal of this kind, and what happened within it. */
export const DealKindPart = (props: KindProps) => {
  const { deal, kind } = props
  const facts = factsOf(props)
  return (
    <>
      {facts.length > 0 && (
        <Sheet title={titles[deal.kind]}>
          <Facts wide facts={facts} />
          {deal.kind === 'retainer' && <ValueNote {...props} />}
        </Sheet>
      )}
      {kind.details?.leftMinutes != null && <Hours {...props} />}
      {deal.kind === 'flat_fee' && <Changes {...props} />}
      {kind.details?.metric != null && <Measurements {...props} />}
    </>
  )
}

const titles: Record<DealKind, string> = {
  one_off: 'The pilot',
  hour_pool: 'The pool',
  retainer: 'The retainer',
  flat_fee: 'What the price covers',
  performance: 'What is measured',
  warranty: 'The warranty',
}

const periodWords: Record<RetainerPeriod, string> = { month: 'A month', quarter: 'A quarter', year: 'A year' }

const told = (label: string, value: Fact['value'] | null | undefined): Fact[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value }]

const dayOf = (day: string | null) => day && <DayOf day={day} />

function factsOf({ deal, kind: { details } }: KindProps): Fact[] {
  const money = (amountMinor: number | null) => amountMinor !== null && <Money amountMinor={amountMinor} currency={deal.currency} />
  if (!details) return deal.kind === 'retainer' ? [{ label: 'Period', value: 'Not said' }] : []
  switch (deal.kind) {
    case 'one_off':
      return details.pilot ? [...told('Seats', details.seats), ...told('Months', details.months)] : []
    case 'hour_pool':
      return [
        ...told('Bought', details.bought),
        ...told('Left', details.left),
        ...told('An hour', details.rateMinor === null ? null : money(details.rateMinor)),
        ...told('Expires on', dayOf(details.expiresOn) ?? 'Never'),
        { label: 'At the end', value: details.rollover ? 'What is left rolls over' : 'What is left lapses, after a warning' },
      ]
    case 'retainer':
      return [
        ...told('Paid each', details.period && periodWords[details.period]),
        ...told('Hours a period', details.boughtMinutes === null ? 'None: a licence' : details.bought),
        ...(details.boughtMinutes === null
          ? []
          : [
              {
                label: 'At the end of a period',
                value: details.rollover ? 'What is left rolls over' : 'Use it or lose it, after a warning',
              },
            ]),
        ...told('This period ends on', dayOf(details.expiresOn)),
        ...told('What the customer had of it', details.valueNote),
      ]
    case 'flat_fee':
      return [...told('Scope', details.scope), ...told('Items', details.items)]
    case 'performance':
      return [
        ...told('Metric', details.metric),
        ...told('From', details.metricSource),
        ...told('Formula', details.formula),
        ...told('Today', details.baseline),
        ...told('Target', details.target),
        ...told('At least a period', money(details.floorMinor)),
        ...told('At most a period', money(details.capMinor)),
      ]
    case 'warranty':
      return [
        ...told('Covers', details.covers),
        ...told('Term', details.termMonths === null ? null : `${details.termMonths} months`),
        { label: 'Price', value: money(deal.amountMinor) },
      ]
  }
}

const ValueNote = ({ deal, kind, recording, form: sent }: KindProps) => {
  const form = formOf(sent, 'value_note')
  return !recording ? null : (
    <Form action={`/deals/${deal.id}/value-note`} form={form} buttons={<Button>Keep the note</Button>}>
      <TextField
        name="value_note"
        label="What the customer had of this period"
        maxlength={300}
        value={kind.details?.valueNote ?? ''}
        form={form}
        hint="For the talk about the renewal."
      />
    </Form>
  )
}
