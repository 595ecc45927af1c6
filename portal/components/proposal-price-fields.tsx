import { type Currency, currencyCodes } from '../../schema/currency.ts'
import { CheckboxField } from './checkbox-field.tsx'
import type { FormState } from './form-state.ts'
import { MoneyField } from './money-field.tsx'
import { PercentField } from './percent-field.tsx'
import { TextField } from './text-field.tsx'

type PriceFieldsProps = {
  price: { name: string; list?: string; currency: Currency; referenceBps: number; sponsorBps: number; partner: boolean }
  form?: FormState | undefined
}

export const ProposalPriceFields = ({ price, form }: PriceFieldsProps) => (
  <>
    <TextField name="name" label="What is proposed" maxlength={120} value={price.name} form={form} />
    <MoneyField
      name="list"
      label="List price"
      value={price.list}
      currency={currencyCodes}
      currencyValue={price.currency}
      form={form}
      hint="What the regular column costs."
    />
    <PercentField name="reference" label="A reference pays less, in %" optional bps={price.referenceBps} form={form} />
    <PercentField
      name="sponsor"
      label="A sponsor pays less, in %"
      optional
      bps={price.sponsorBps}
      form={form}
      hint="Never below a reference’s. A lower price always asks something in return."
    />
    <CheckboxField
      name="partner"
      label="Invite it as a partner, with a share of what its own clients pay"
      optional
      checked={price.partner}
      form={form}
      hint="Beside any column. Together with a lower price it takes a written reason."
    />
  </>
)
