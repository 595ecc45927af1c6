import type { Child } from 'hono/jsx'
import { FieldHint, FieldProblem, type FieldProps, inputAttributes, Optional } from './field.tsx'
import { enteredOr, fieldId, problemOf } from './form-state.ts'
import type { Option } from './select-field.tsx'

type RadioFieldProps = FieldProps & { options: readonly (Option & { note?: Child })[] }

/** A choice of few, all of them visible. The first option carries the field's own id, so a problem can link to it. */
export const RadioField = ({ options, ...field }: RadioFieldProps) => {
  const { name, label, form, value, optional, id } = field
  const { 'aria-describedby': describedBy, ...attributes } = inputAttributes(field)
  const chosen = enteredOr(form, name, value)
  return (
    <fieldset class={problemOf(form, name) ? 'field field--problem' : 'field'} aria-describedby={describedBy}>
      <legend class="field__label">
        {label}
        {optional && <Optional />}
      </legend>
      <FieldHint {...field} />
      {options.map((option, index) => {
        const optionId = index === 0 ? fieldId(name, id) : `${fieldId(name, id)}-${index}`
        return (
          <label class="choice" for={optionId}>
            <input
              {...attributes}
              id={optionId}
              class="choice__input"
              type="radio"
              value={option.value}
              checked={option.value === chosen}
            />
            <span class="choice__label">
              {option.label}
              {option.note && <span class="choice__note">{option.note}</span>}
            </span>
          </label>
        )
      })}
      <FieldProblem {...field} />
    </fieldset>
  )
}
