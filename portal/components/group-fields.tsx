import type { AttributionModel } from '../../schema/terms.ts'
import type { FormState } from './form-state.ts'
import { RadioField } from './radio-field.tsx'
import { TextField } from './text-field.tsx'

export const modelWords: Record<AttributionModel, string> = { first_touch: 'The first click', last_touch: 'The last click' }

type GroupFieldsProps = { form: FormState | undefined; windowDays?: string; model?: AttributionModel; minimums?: string }

/** What a group sets for all its partners. */
export const GroupFields = ({ form, windowDays = '60', model = 'first_touch', minimums = '' }: GroupFieldsProps) => (
  <>
    <TextField name="windowDays" label="A click counts for (days)" inputmode="numeric" size="short" value={windowDays} form={form} />
    <RadioField
      name="model"
      label="Between clicks, who gets the credit"
      value={model}
      form={form}
      options={[
        { value: 'first_touch', label: modelWords.first_touch },
        { value: 'last_touch', label: modelWords.last_touch },
      ]}
    />
    <TextField
      name="minimums"
      label="Least payout by currency"
      optional
      value={minimums}
      form={form}
      hint="Like 25.00 EUR, 25.00 GBP. Below it the balance is carried forward, never lost."
    />
  </>
)
