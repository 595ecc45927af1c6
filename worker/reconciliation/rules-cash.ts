import type { ReconDay } from '../../schema/reconciliation.ts'
import type { CashMove } from '../stripe/port-lists.ts'

/** Sums so far by `usd/transfer`: how many, and how much. */
type CashSums = Record<string, [n: number, amountMinor: number]>

export function addMoves(sums: CashSums, moves: readonly CashMove[]): CashSums {
  const added = { ...sums }
  for (const { currency, category, amountMinor } of moves) {
    const [n, sum] = added[`${currency}/${category}`] ?? [0, 0]
    added[`${currency}/${category}`] = [n + 1, sum + amountMinor]
  }
  return added
}

/** Sums as they were remembered between two pages; what has another shape was not written by us. */
export const sumsOf = (state: Record<string, unknown>): CashSums =>
  Object.fromEntries(
    Object.entries(state).flatMap(([key, value]) => {
      const [n, amountMinor] = Array.isArray(value) ? (value as unknown[]) : []
      return typeof n === 'number' && typeof amountMinor === 'number' ? [[key, [n, amountMinor] as [number, number]]] : []
    }),
  )

type Sides = Pick<ReconDay, 'ledgerMinor' | 'cashMinor' | 'openMinor' | 'shiftedMinor'>

/** What our books and the known differences of time say that left Stripe's balance. */
export const expectedCashMinor = ({ ledgerMinor, openMinor, shiftedMinor }: Sides): number => ledgerMinor + openMinor + shiftedMinor

/** What nobody can explain between ledger and Stripe; null while that day of Stripe is not here. */
export const unexplainedMinor = (sides: Sides): number | null =>
  sides.cashMinor === null ? null : sides.cashMinor - expectedCashMinor(sides)
