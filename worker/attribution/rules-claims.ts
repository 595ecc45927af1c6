import type { Claim, ClaimKind } from '../../schema/claims.ts'

/** How long after the payment a claim about it is heard: half a year is two closed quarters, and longer than any hold. */
export const claimDays = 180
/** Until when it is answered, in business days (CLM1). */
export const answerDays = 2
/** Of one partner at once. */
export const openClaimsAtMost = 20

const dayMs = 86_400_000

/** The edge counts. */
export const isTooOld = (paidAt: Date, now: Date): boolean => now.getTime() - paidAt.getTime() > claimDays * dayMs

export const isAnswerOwed = ({ status }: Pick<Claim, 'status'>): boolean => status === 'open' || status === 'appealed'

/** Answered as often as it can be (CLM2). */
export const isFinal = ({ status, appealDecidedAt }: Pick<Claim, 'status' | 'appealDecidedAt'>): boolean =>
  status === 'accepted' || (status === 'refused' && appealDecidedAt !== null)

export const mayAppeal = (claim: Pick<Claim, 'status' | 'appealDecidedAt'>): boolean => claim.status === 'refused' && !isFinal(claim)

/** Whose credit it is decides sales, how much it is finance. */
export const answeringRole = (kind: ClaimKind): 'sales' | 'finance' => (kind === 'wrong_amount' ? 'finance' : 'sales')

/** Why this person may not give the answer that is owed now, or null. */
export function whyNotAnswer(
  claim: Pick<Claim, 'kind' | 'status' | 'decidedBy'>,
  staff: { id: string; roles: readonly string[] },
): string | null {
  if (!isAnswerOwed(claim)) return 'This claim is answered.'
  if (!staff.roles.includes(answeringRole(claim.kind))) {
    return claim.kind === 'wrong_amount'
      ? 'Somebody of finance answers claims about an amount.'
      : 'Somebody of sales answers claims about credit.'
  }
  return claim.status === 'appealed' && claim.decidedBy === staff.id
    ? 'You gave the first answer, so another person answers the appeal.'
    : null
}

/** The one key of what a claim is about: a record of ours, or what the partner wrote, without case and spaces. */
export function subjectOf(about: {
  commissionId: string | null
  prospectId: string | null
  domain: string | null
  company: string
}): string {
  if (about.commissionId) return about.commissionId
  if (about.prospectId) return about.prospectId
  return about.domain ? `domain:${about.domain}` : `company:${about.company.toLowerCase().replace(/\s+/g, ' ')}`
}

/** The number below which half of them lie; hours begun, and null without any. */
export function medianOf(hours: readonly { hours: number; n: number }[]): number | null {
  const sorted = hours.toSorted((a, b) => a.hours - b.hours)
  const half = sorted.reduce((sum, { n }) => sum + n, 0) / 2
  let seen = 0
  for (const each of sorted) {
    seen += each.n
    if (seen >= half && half > 0) return each.hours
  }
  return null
}
