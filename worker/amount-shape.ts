import * as v from 'valibot'
import type { Currency } from '../schema/currency.ts'
import { amountProblem, readAmount } from './amount.ts'

type Field = { name: string; text: string; allowZero?: boolean }
export type Issue = (message: string, name: string) => void

/** Reads an amount in its form's currency; zero only where nothing is an answer. */
export function amountIn({ name, text, allowZero = false }: Field, currency: Currency, issue: Issue): number {
  if (text === '' && allowZero) return 0
  const amountMinor = readAmount(text, currency)
  if (amountMinor === undefined) issue(amountProblem(currency), name)
  else if (amountMinor === 0 && !allowZero) issue('Give an amount above zero.', name)
  return amountMinor ?? 0
}

/** Turns what was typed into values, with each problem at its field. */
export const reading = <In extends Record<string, unknown>, Out>(read: (typed: In, issue: Issue) => Out) =>
  v.rawTransform<In, Out>(({ dataset, addIssue }) =>
    read(dataset.value, (message, key) =>
      addIssue({ message, path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: dataset.value[key] }] }),
    ),
  )
