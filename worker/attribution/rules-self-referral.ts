/** The partner that would get the credit, as far as it can be the prospect itself. Domains are registrable ones, lower case. */
export type ReferringSide = {
  domain: string | null
  memberEmails: readonly string[]
  memberDomains: readonly string[]
  prospectId: string | null
}

/** The prospect, as far as it is known. */
export type ReferredSide = { id: string; domain: string | null; emails: readonly string[]; emailDomains: readonly string[] }

/**
 * Why this credit waits for a person, or null: the partner seems to have referred itself. It is held, never dropped in silence
 * (design.md 4). Domains are company domains; those of public mail are never among them.
 */
export function selfReferralReason(partner: ReferringSide, prospect: ReferredSide): string | null {
  const members = new Set(partner.memberEmails.map(mailboxOf))
  if (prospect.emails.some((email) => members.has(mailboxOf(email)))) return 'The contact is a member of the partner.'
  if (partner.prospectId === prospect.id) return 'The partner is this company.'

  const partnerDomains = new Set([partner.domain, ...partner.memberDomains].filter((domain) => domain !== null))
  const shared = [prospect.domain, ...prospect.emailDomains].some((domain) => domain !== null && partnerDomains.has(domain))
  return shared ? 'The contact and the partner share a company domain.' : null
}

const mailboxesWithFreeDots = new Set(['gmail.com', 'googlemail.com'])

/** The mailbox behind the spellings of an address: without case, without a `+tag`, without the dots that Gmail ignores. */
export function mailboxOf(email: string): string {
  const [local = '', host = ''] = email.toLowerCase().split('@')
  const [name = ''] = local.split('+')
  return `${mailboxesWithFreeDots.has(host) ? name.replaceAll('.', '') : name}@${host}`
}
