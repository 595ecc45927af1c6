import type { DealStatus, PaymentFact, PaymentFactKind } from '../../schema/deals.ts'
import type { Rank } from '../terms/rules.ts'

/**
 * How much of a payment came back: a pure function of its facts, at most what was paid (money.md 9). A credit note's
 * `countsMinor` is its part after payment less the refunds it names, so that one return is counted once.
 */
export const returnedOf = (facts: readonly Pick<PaymentFact, 'kind' | 'status' | 'countsMinor'>[], paidMinor: number): number =>
  Math.min(
    paidMinor,
    facts.filter(counts).reduce((sum, { countsMinor }) => sum + countsMinor, 0),
  )

const counts = ({ kind, status }: Pick<PaymentFact, 'kind' | 'status'>): boolean => countsByKind[kind](status)

const countsByKind: Record<PaymentFactKind, (status: string) => boolean> = {
  /** A pending one counts: if it ends failed or canceled, the difference is restored. */
  refund: (status) => status !== 'failed' && status !== 'canceled',
  credit_note: (status) => status !== 'void',
  /** `lost` is not final, and while an appeal runs the money is still gone. */
  dispute: (status) => ['lost', 'appeal_needs_response', 'appeal_under_review'].includes(status),
}

/** Payments of a deal by time paid and id, each with its rank. */
export function ranked<Row extends { id: string; paidAt: Date }>(payments: readonly Row[]): { payment: Row; rank: Rank }[] {
  const inOrder = [...payments].sort((a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.id < b.id ? -1 : 1))
  const firstPaidAt = inOrder[0]?.paidAt ?? new Date(0)
  return inOrder.map((payment, index) => ({ payment, rank: { place: index + 1, firstPaidAt } }))
}

const next: Record<DealStatus, readonly DealStatus[]> = { open: ['won', 'lost'], won: ['ended'], ended: ['won'], lost: ['open'] }
export const mayBecome = (from: DealStatus, to: DealStatus): boolean => next[from].includes(to)
export const nextOf = (from: DealStatus): readonly DealStatus[] => next[from]

/** A payment's id is a function of its source, so that a payment applied twice meets its own key. */
export const paymentIdOf = (source: string): string => `pmt_${source}`
