import type { Obligation } from '../../schema/agreements.ts'

type ObligationState = 'owed' | 'fulfilled' | 'overdue' | 'cancelled'

/** Derived from its figures and the day, so that no state contradicts them. */
export function obligationState(
  { due, delivered, dueOn }: Pick<Obligation, 'due' | 'delivered' | 'dueOn'>,
  today: string,
): ObligationState {
  if (due > 0) return dueOn < today ? 'overdue' : 'owed'
  return delivered > 0 ? 'fulfilled' : 'cancelled'
}

export type Owed = Pick<Obligation, 'promised' | 'delivered' | 'due' | 'cancelled' | 'dueOn'>
export type Receivable = { promised: number; delivered: number; due: number; overdue: number; cancelled: number }

/** What of an agreement is delivered, due and late, in activities. */
export function sumOf(owed: readonly Owed[], today: string): Receivable {
  const sum = { promised: 0, delivered: 0, due: 0, overdue: 0, cancelled: 0 }
  for (const each of owed) {
    sum.promised += each.promised
    sum.delivered += each.delivered
    sum.cancelled += each.cancelled
    sum.due += each.due
    if (each.dueOn < today) sum.overdue += each.due
  }
  return sum
}

/**
 * The discount beside what came back for it (OBL4): the part that deliveries cover, the part still receivable and the part given up.
 * Each activity weighs the same; the remainder of the division stays receivable while anything is due, so that the three always add up to the amount.
 */
export function coverOf(amountMinor: number, { promised, delivered, due, cancelled }: Receivable) {
  const shareOf = (n: number) => (promised === 0 ? 0 : Number((BigInt(amountMinor) * BigInt(n)) / BigInt(promised)))
  const lostMinor = due === 0 && delivered === 0 ? amountMinor : shareOf(cancelled)
  const coveredMinor = due === 0 ? amountMinor - lostMinor : shareOf(delivered)
  return { coveredMinor, lostMinor, receivableMinor: amountMinor - coveredMinor - lostMinor }
}
