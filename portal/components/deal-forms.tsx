import type { Currency } from '../../schema/currency.ts'
import type { DealStatus } from '../../schema/deals.ts'
import { Act } from './act.tsx'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { formatDay } from './format-date.ts'
import { formatMoney } from './format-money.ts'
import { MoneyField } from './money-field.tsx'
import { type Option, SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

const labelFor: Record<DealStatus, string> = { won: 'Won', open: 'Open it again', ended: 'End it', lost: 'Lost' }

/** What may become of a deal now: one press where no reason is needed. */
export const Closure = ({ dealId, next, form }: { dealId: string; next: readonly DealStatus[]; form: FormState | undefined }) =>
  next.length === 0 ? null : (
    <div class="row">
      {next
        .filter((to) => to === 'won' || to === 'open')
        .map((to) => (
          <Act action={`/deals/${dealId}/closure`} label={labelFor[to]} fields={{ to }} kind={to === 'won' ? 'primary' : 'plain'} />
        ))}
      {next
        .filter((to) => to === 'lost' || to === 'ended')
        .map((to) => (
          <Form
            action={`/deals/${dealId}/closure`}
            fields={{ to }}
            form={formOf(form, 'reason')}
            buttons={<Button kind={to === 'lost' ? 'danger' : 'plain'}>{labelFor[to]}</Button>}
          >
            <TextField
              name="reason"
              label={to === 'lost' ? 'Why it is lost' : 'Why it ends'}
              optional={to === 'ended'}
              form={formOf(form, 'reason')}
              maxlength={300}
            />
          </Form>
        ))}
    </div>
  )

type Recording = { id: string; currency: Currency; act: string; today: string; form: FormState | undefined }

type PaymentProps = Recording & { /** Accepted measurements, of a deal that is paid by results. */ paysFor: readonly Option[] | undefined }

export const PaymentForm = ({ id, currency, act, today, form, paysFor }: PaymentProps) => {
  const own = formOf(form, 'paid')
  return (
    <Sheet title="Record a payment">
      <Form action={`/deals/${id}/payments`} form={own} fields={{ act, currency }} buttons={<Button>Record payment</Button>}>
        <MoneyField
          name="paid"
          label="Paid"
          currency={currency}
          form={own}
          hint="All that arrived, tax included. Payments at Stripe arrive by themselves."
        />
        <MoneyField name="tax" label="Of it tax" currency={currency} form={own} optional hint="Tax earns nobody a share." />
        {paysFor && (
          <SelectField
            name="pays_for"
            label="Pays the measurement"
            emptyLabel="The accepted one of this amount"
            options={paysFor}
            optional
            form={own}
            hint="Without tax. At most what was accepted earns a share."
          />
        )}
        <TextField name="paid_on" label="Paid on" type="date" value={today} form={own} />
      </Form>
    </Sheet>
  )
}

type ReturnProps = Recording & { payments: { id: string; paidAt: Date; paidMinor: number; returnedMinor: number }[] }

export const ReturnForm = ({ id, currency, act, today, form, payments }: ReturnProps) => {
  const own = formOf(form, 'returned')
  return (
    <Sheet title="Record a return">
      <Form action={`/deals/${id}/returns`} form={own} fields={{ act, currency }} buttons={<Button>Record return</Button>}>
        <SelectField
          name="payment"
          label="Of the payment"
          form={own}
          options={payments.map((each) => ({
            value: each.id,
            label: `${formatDay(each.paidAt)}: ${formatMoney(each.paidMinor - each.returnedMinor, currency)} left`,
          }))}
        />
        <MoneyField name="returned" label="Returned" currency={currency} form={own} hint="Refunds at Stripe arrive by themselves." />
        <TextField name="returned_on" label="Returned on" type="date" value={today} form={own} />
      </Form>
    </Sheet>
  )
}
