import type { Outcome, OutcomeSide, RequestStatus } from '../../schema/requests.ts'

const next: Record<RequestStatus, readonly RequestStatus[]> = {
  asked: ['proposed', 'withdrawn', 'expired'],
  proposed: ['accepted', 'declined', 'withdrawn', 'expired'],
  accepted: ['scheduled', 'declined', 'withdrawn', 'expired'],
  scheduled: ['held', 'missed', 'declined', 'withdrawn'],
  held: [],
  missed: [],
  declined: [],
  withdrawn: [],
  expired: [],
}
export const mayBecome = (from: RequestStatus, to: RequestStatus): boolean => next[from].includes(to)
export const isOver = (status: RequestStatus): boolean => next[status].length === 0

const hourMs = 3_600_000
/** How long somebody may keep a request waiting before it stands out. */
export const overdueMs = 72 * hourMs
/** An ask that nobody took up ends after so long; so does the word of one side alone, after its call. */
export const patienceMs = 30 * 24 * hourMs
export const oneSidedMs = 7 * 24 * hourMs

/** Who keeps it waiting: us until a customer is proposed, then the customer, then the prospect. */
export const waitsFor: Partial<Record<RequestStatus, 'us' | 'customer' | 'prospect'>> = {
  asked: 'us',
  proposed: 'customer',
  accepted: 'prospect',
}
export const waitingStatuses = ['asked', 'proposed', 'accepted'] as const

export const isOverdue = (status: RequestStatus, sinceAt: Date, now: Date): boolean =>
  waitsFor[status] !== undefined && now.getTime() - sinceAt.getTime() > overdueMs

export type Said = { side: OutcomeSide; says: Outcome; saidAt: Date }

/**
 * What came of it: our own word decides; two sides that agree decide; one side alone does once the other was silent for a week. Two that
 * differ wait for us.
 */
export function outcomeOf(said: readonly Said[], now: Date): Outcome | undefined {
  const ours = said.find(({ side }) => side === 'staff')
  if (ours) return ours.says
  const [one, other] = said
  if (one && other) return one.says === other.says ? one.says : undefined
  return one && now.getTime() - one.saidAt.getTime() > oneSidedMs ? one.says : undefined
}
