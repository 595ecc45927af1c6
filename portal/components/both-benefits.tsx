import type { Discount } from '../../schema/agreements.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type BothBenefitsProps = {
  agreement: { id: string }
  discount: Discount | undefined
  both: { reason: string; decidedBy: string } | undefined
  names: ReadonlyMap<string, string>
  mayLetBoth: boolean
  form?: FormState | undefined
}

/** A discount for referring somebody, and what becomes of commissions on that customer's payments (CAT4). */
export const BothBenefits = ({ agreement, discount, both, names, mayLetBoth, form: sent }: BothBenefitsProps) => {
  if (!discount?.referredId) return null
  const form = formOf(sent, 'bothReason')
  return (
    <Sheet title="Given for referring a customer">
      <p>
        The lower price was given for referring <a href={`/prospects/${discount.referredId}`}>this customer</a>.
      </p>
      {both ? (
        <Notice title="Commissions on its payments stand beside it">
          {names.get(both.decidedBy) ?? both.decidedBy}: {both.reason}
        </Notice>
      ) : (
        <Notice tone="warn" title="One benefit on a payment">
          From both signatures on, what that customer pays earns nobody a commission.
        </Notice>
      )}
      {!both && mayLetBoth && (
        <Form action={`/agreements/${agreement.id}/both`} form={form} buttons={<Button>Let both stand</Button>}>
          <TextField
            name="bothReason"
            label="Why both"
            maxlength={300}
            form={form}
            hint="Payments that earned nothing for this reason alone then accrue."
          />
        </Form>
      )}
    </Sheet>
  )
}
