import type { FormState } from './form-state.ts'
import { TextField } from './text-field.tsx'

type PercentFieldProps = {
  name: string
  label: string
  bps?: number | undefined
  /** Nothing is an answer, and zero stands as nothing. */
  optional?: boolean
  hint?: string
  form: FormState | undefined
}

/** A share as a person writes it, like 12.5. */
export const PercentField = ({ bps, optional, ...field }: PercentFieldProps) => (
  <TextField
    {...field}
    {...(optional && { optional })}
    inputmode="decimal"
    size="short"
    value={bps === undefined || (optional && bps === 0) ? undefined : String(bps / 100)}
  />
)
