import type { SignalEvidence, SignalRule } from '../../schema/signals.ts'

/** What a rule found, before it is stored: facts only, in ids, counts and times. */
export type Finding = { rule: SignalRule; evidence: SignalEvidence }

export type Team = 'sales' | 'finance'

/** Who decides about what a rule finds: sales about who gets a credit, finance about where money goes (design.md 7). */
export const teamOf: Record<SignalRule, Team> = {
  same_person: 'sales',
  same_company: 'sales',
  member_visit: 'sales',
  same_destination: 'finance',
  paid_traffic: 'sales',
  click_flood: 'sales',
  late_click: 'sales',
  disposable_mail: 'sales',
  refund_farming: 'finance',
  duplicate_partner: 'finance',
  inactive_partner: 'sales',
}

const ownPurchase = 'The customer seems to be your own company, and nobody earns on an own purchase.'
const howItCame = 'We are checking how this customer came to us.'
const yourDetails = 'We are checking the details of your partnership.'

/** Why a commission waits, as the partner reads it (domain.md B4). It names the question and keeps to itself how it was noticed. */
export const heldBecause: Record<SignalRule, string> = {
  same_person: ownPurchase,
  same_company: ownPurchase,
  member_visit: howItCame,
  same_destination: yourDetails,
  paid_traffic: 'An advertisement seems to have brought this customer, and that needs our consent.',
  click_flood: howItCame,
  late_click: howItCame,
  disposable_mail: 'We are checking who this customer is.',
  refund_farming: 'Many payments of your customers were returned, so we look at the others first.',
  duplicate_partner: yourDetails,
  inactive_partner: 'Your partnership was not active when the customer became known.',
}

/** What a credit's `heldReason` says; null when nothing is odd. */
export const heldReasonOf = (findings: readonly Finding[]): string | null => {
  const [first] = findings
  return first ? heldBecause[first.rule] : null
}

/** What the same finding would be stored under again. A rule about time says which stretch of it. */
export const sourceOf = (rule: SignalRule, partnerId: string, about: string): string => `${rule}/${partnerId}/${about}`
