import type { ClaimView } from '../../portal/pages/claim-page.tsx'
import type { Claim } from '../../schema/claims.ts'
import { isFinal, mayAppeal } from './rules-claims.ts'

/** A claim as its pages draw it; who answered is the id of somebody of ours. `late` is for whoever owes the answer. */
export const claimView = (claim: Claim, now: Date): ClaimView => {
  const { id, kind, company, domain, status, evidence, evidenceLink, submittedAt, dueAt, prospectId, commissionId } = claim
  return {
    id,
    kind,
    company,
    domain,
    status,
    evidence,
    evidenceLink,
    submittedAt,
    dueAt,
    prospectId,
    commissionId,
    isLate: (status === 'open' || status === 'appealed') && dueAt <= now,
    mayAppeal: mayAppeal(claim),
    isFinal: isFinal(claim),
    answers: answersOf(claim),
  }
}

/** The same for its partner, who reads an answer as ours. */
export const claimViewOfPartner = (claim: Claim, now: Date): ClaimView => {
  const view = claimView(claim, now)
  return { ...view, answers: view.answers.map((answer) => ({ ...answer, by: null })) }
}

/** In the order they were written; the words of each are their writer's. */
function answersOf(claim: Claim): ClaimView['answers'] {
  const { decidedAt, decidedBy, reason, appealedAt, appeal, appealDecidedAt, appealDecidedBy, appealReason, status } = claim
  const first = appealedAt || status === 'refused' ? ('refused' as const) : ('accepted' as const)
  return [
    ...(decidedAt && reason ? [{ kind: first, at: decidedAt, by: decidedBy, text: reason }] : []),
    ...(appealedAt && appeal ? [{ kind: 'appealed' as const, at: appealedAt, by: null, text: appeal }] : []),
    ...(appealDecidedAt && appealReason
      ? [
          {
            kind: status === 'accepted' ? ('accepted' as const) : ('refused' as const),
            at: appealDecidedAt,
            by: appealDecidedBy,
            text: appealReason,
          },
        ]
      : []),
  ]
}
