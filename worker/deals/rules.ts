import type { DealStatus, PaymentFact, PaymentFactKind } from '../../schema/deals.ts'
import type { DisputeStatus } from '../stripe/port-revenue.ts'

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
  dispute: (status) => disputeStanding(status) === 'lost',
}

/** `open`: nobody knows whose the money will be, so its commission is held. `lost`: gone, until an appeal is won. `over`: it stays. */
type DisputeStanding = 'open' | 'lost' | 'over'

const standingOf: Record<DisputeStatus, DisputeStanding> = {
  warning_needs_response: 'open',
  warning_under_review: 'open',
  needs_response: 'open',
  under_review: 'open',
  lost: 'lost',
  appeal_needs_response: 'lost',
  appeal_under_review: 'lost',
  won: 'over',
  prevented: 'over',
  warning_closed: 'over',
}
export const disputeStanding = (status: string): DisputeStanding =>
  Object.hasOwn(standingOf, status) ? standingOf[status as DisputeStatus] : 'open' // a key of the table, as just asked

/** The disputes of a payment that nobody has decided, by their ids. */
export const openDisputesOf = (paymentId: string, facts: readonly PaymentFact[]): string[] =>
  facts
    .filter((fact) => fact.paymentId === paymentId && fact.kind === 'dispute' && disputeStanding(fact.status) === 'open')
    .map(({ object }) => object)

const next: Record<DealStatus, readonly DealStatus[]> = { open: ['won', 'lost'], won: ['ended'], ended: ['won'], lost: ['open'] }
export const mayBecome = (from: DealStatus, to: DealStatus): boolean => next[from].includes(to)
export const nextOf = (from: DealStatus): readonly DealStatus[] => next[from]

/** A payment's id is a function of its source, so that a payment applied twice meets its own key. */
export const paymentIdOf = (source: string): string => `pmt_${source}`
