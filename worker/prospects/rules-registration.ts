import type { CompanyAnswer, RegistrationStatus } from '../../schema/registrations.ts'

/** What we know about a company when a partner asks for it. */
export type CompanyFacts = {
  /** Prospects that are it for certain, by domain or address, and who has their credit. */
  prospects: readonly { isCustomer: boolean; partnerId: string | null }[]
  /** Registrations of it that wait or protect at this moment; the end of a protection is null while a person is late to say whether it goes on. */
  registrations: readonly { partnerId: string; status: RegistrationStatus; protectedUntil: Date | null }[]
  /** Others with a name or a domain so like its own that it may be them. */
  alike: number
}

/**
 * `until` with `protected` alone, null while a person is late to say for how long; `isOwn` where the asking partner has the protection
 * itself.
 */
export type CompanyStanding = { answer: 'protected'; until: Date | null; isOwn: boolean } | { answer: Exclude<CompanyAnswer, 'protected'> }

/** The one of four answers that a partner gets about a company; what is not certain is left to a person (domain.md B2). */
export function standingOf({ prospects, registrations, alike }: CompanyFacts, partnerId: string): CompanyStanding {
  const protection = registrations.find(({ status }) => status === 'accepted')
  if (protection) return { answer: 'protected', until: protection.protectedUntil, isOwn: protection.partnerId === partnerId }
  if (prospects.some(({ isCustomer }) => isCustomer)) return { answer: 'customer' }
  const isOthers = prospects.some((each) => each.partnerId !== null && each.partnerId !== partnerId)
  const isAsked = registrations.some((each) => each.partnerId !== partnerId)
  return { answer: isOthers || isAsked || alike > 0 || prospects.length > 1 ? 'person' : 'free' }
}

export const mostProtectionDays = 365
/** Business days in which a person answers. */
export const answerDays = 2
/** A partner is told this long before its protection ends. */
export const warnedBeforeMs = 7 * 86_400_000
/** After a refusal the same partner does not ask for the same company again for so long; it may appeal. */
export const restMs = 90 * 86_400_000

export const isWaiting = (status: RegistrationStatus): status is 'submitted' | 'appealed' => status === 'submitted' || status === 'appealed'
