import { dayMs } from './rules-caps.ts'

export const reasonCodes = [
  'open_grievance',
  'missed_criterion',
  'lapsed',
  'outreach_ended',
  'policy',
  'rival',
  'no_person',
  'no_grant',
  'not_trained',
  'no_checkin',
  'open_issues',
  'resting',
  'cap_full',
] as const
export type ReasonCode = (typeof reasonCodes)[number]
/** Why a customer is not proposed; a cap and a rest say from which day on it may be. */
export type WhyNot = { code: ReasonCode; freeOn?: string | undefined }

/** We met within so many days, or the customer is not proposed (RDY1). */
const checkinDays = 90

/** All that decides whether a customer may be asked for one activity (REQ1). Days are `YYYY-MM-DD`. */
export type MatchFacts = {
  hasOpenGrievance: boolean
  hasMissedCriterion: boolean
  isLapsed: boolean
  /** Its programme mail ended with its work (CAT6). */
  hasOutreachEnded: boolean
  forbidsReferences: boolean
  namedAsRival: boolean
  hasPerson: boolean
  hasGrant: boolean
  trainedOn: string | null
  lastCheckinOn: string | null
  openIssues: number
  restUntil: number | null
  /** The first day that no cap forbids; absent: never. */
  freeOn: string | undefined
}

/** Each reason against it, in the order of `reasonCodes`; none: it may be asked. */
export function whyNot(facts: MatchFacts, at: Date): WhyNot[] {
  const today = at.toISOString().slice(0, 10)
  const met = new Date(at.getTime() - checkinDays * dayMs).toISOString().slice(0, 10)
  const holds: Record<ReasonCode, boolean> = {
    open_grievance: facts.hasOpenGrievance,
    missed_criterion: facts.hasMissedCriterion,
    lapsed: facts.isLapsed,
    outreach_ended: facts.hasOutreachEnded,
    policy: facts.forbidsReferences,
    rival: facts.namedAsRival,
    no_person: !facts.hasPerson,
    no_grant: !facts.hasGrant,
    not_trained: facts.trainedOn === null,
    no_checkin: facts.lastCheckinOn === null || facts.lastCheckinOn < met,
    open_issues: facts.openIssues > 0,
    resting: facts.restUntil !== null && facts.restUntil > at.getTime(),
    cap_full: facts.freeOn === undefined || facts.freeOn > today,
  }
  return reasonCodes.filter((code) => holds[code]).map((code) => ({ code, ...freeOnOf(code, facts) }))
}

function freeOnOf(code: ReasonCode, { restUntil, freeOn }: MatchFacts): { freeOn?: string | undefined } {
  if (code === 'cap_full') return { freeOn }
  if (code === 'resting' && restUntil !== null) return { freeOn: new Date(Math.ceil(restUntil / dayMs) * dayMs).toISOString().slice(0, 10) }
  return {}
}
