import type { Currency } from '../../schema/currency.ts'
import { Field, FieldProblem, type FieldProps, inputAttributes } from './field.tsx'
import { enteredOr, fieldId, problemOf } from './form-state.ts'
import { Options } from './select-field.tsx'

type MoneyFieldProps = FieldProps & {
  /** The one currency it can be, or those to choose from; the choice is sent as `currencyName`. */
  currency: Currency | readonly Currency[]
  currencyName?: string | undefined
  /** The choice so far, unless another one was sent. */
  currencyValue?: Currency | undefined
}

/** An amount as people type it, `1,234.50`: text, so that nothing is rounded or lost before the server reads it. */
export const MoneyField = ({ currency, currencyName = 'currency', currencyValue, ...field }: MoneyFieldProps) => (
  <Field {...field}>
    <div class="money-input">
      <input
        {...inputAttributes(field)}
        class="input money-input__amount"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        value={enteredOr(field.form, field.name, field.value)}
      />
      {typeof currency === 'string' ? (
        <span class="money-input__currency">{currency.toUpperCase()}</span>
      ) : (
        <select
          class="input input--select money-input__choice"
          name={currencyName}
          id={fieldId(currencyName, field.id && `${field.id}-currency`)}
          aria-label={`Currency of ${field.label}`}
          aria-invalid={problemOf(field.form, currencyName) ? 'true' : undefined}
        >
          <Options
            options={currency.map((code) => ({ value: code, label: code.toUpperCase() }))}
            chosen={enteredOr(field.form, currencyName, currencyValue)}
          />
        </select>
      )}
    </div>
    <FieldProblem name={currencyName} label={currencyName} form={field.form} />
  </Field>
)
