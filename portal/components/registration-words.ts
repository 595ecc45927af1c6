import type { CompanyAnswer, Ending, KnownRole, OthersInvolved, RefusalReason, WorkStage } from '../../schema/registrations.ts'

/** A reason of the list as the partner reads it; one without words does not compile. */
export const refusalInWords: Record<RefusalReason, string> = {
  existing_customer: 'The company was a customer of ours already.',
  other_first: 'Somebody else worked with this company first.',
  no_fit: 'The company is not one that we can serve.',
  no_work_shown: 'We could not see work of yours with this company.',
  too_little: 'We know too little of it to say yes.',
  own_company: 'The company is your own, or belongs to you.',
  other: 'For another reason.',
}

/** What the partner was answered at once. */
export const answerInWords: Record<Exclude<CompanyAnswer, 'protected'>, string> = {
  free: 'Free: nobody else has this company.',
  customer: 'Already a customer of ours: a person decides.',
  person: 'A person must look: we know something about this company that a machine should not judge.',
}

export const endingInWords: Record<Ending, string> = {
  expired: 'Its time is over.',
  given_up: 'You gave it up.',
  taken_over: 'A person decided that somebody else has this company.',
}

/** What an introducing partner reads of a role (domain.md A6). */
export const roleInWordsForPartner: Record<KnownRole, string> = {
  economic_buyer: 'Decides and pays',
  ally: 'Uses it, supports it',
  no_influence: 'Contact, no say in it',
  unknown: 'I do not know',
}

export const workStageInWords: Record<WorkStage, string> = {
  first_contact: 'First contact made',
  in_talks: 'In talks',
  need_confirmed: 'They confirmed that they need it',
  offer_discussed: 'We discussed an offer',
}

export const othersInWords: Record<OthersInvolved, string> = {
  named: 'Others, I name them below',
  nobody: 'Nobody else, as far as I know',
  not_known: 'I do not know yet',
}

/** The same for staff, who read it as the partner's answer. */
export const othersForStaff: Record<OthersInvolved, string> = {
  named: 'Others are involved',
  nobody: 'Nobody else, as far as they know',
  not_known: 'Who else is involved is not known to them',
}
