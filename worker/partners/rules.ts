import type { PayoutDestination, Readiness, Requirement } from '../../schema/payout-destinations.ts'
import type { ReadinessAnswer } from '../stripe/port.ts'

/** A new Stripe account, or another bank account behind the same one, waits this long before money goes there. */
export const destinationHoldMs = 72 * 3_600_000

/** How long somebody may take over Stripe's form before a mail reminds them. */
const patienceMs = 24 * 3_600_000

/**
 * Whether Stripe's answer means that money would end elsewhere than before. The bank account given while onboarding belongs to the
 * version; one that is gone leaves the version as it is, and the next one is a change (money.md 11).
 */
export const isAnotherBankAccount = (destination: Pick<PayoutDestination, 'bankAccount'>, answer: Pick<ReadinessAnswer, 'bankAccount'>) =>
  destination.bankAccount !== null && answer.bankAccount !== null && destination.bankAccount !== answer.bankAccount

/** What people of a paused partner read, on every page and when they try to change something. */
export function pauseInWords(reason: string): string {
  const because = reason.trim().replace(/[.\s]+$/, '')
  return `Paused${because ? ` because ${because}` : ''}. Until it goes on there is no new credit and no payout; what you earned stays yours.`
}

const isDue = ({ deadline }: Requirement) => deadline === 'currently_due' || deadline === 'past_due'

/** What a partner must give now, in Stripe's terms and in a fixed order. */
export const dueOf = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.filter(isDue).sort((a, b) => a.description.localeCompare(b.description))

type Known = Pick<PayoutDestination, 'readiness' | 'requirements' | 'changedAt' | 'askedAt'>

type ReadinessNews = 'ready' | 'lost' | 'due' | undefined

/**
 * What an answer of Stripe's is worth a mail for. `lost`: payable until now. `due`: Stripe asks for something it did not ask for at
 * the last look, or the first form was left half done for a day. Nothing while a person is just filling in the form.
 */
export function newsOf(before: Known, answer: Pick<ReadinessAnswer, 'readiness' | 'requirements'>, at: Date): ReadinessNews {
  const wasActive = before.readiness === 'active'
  const isActive = answer.readiness === 'active'
  if (isActive !== wasActive) return isActive ? 'ready' : 'lost'

  const asked = new Set(dueOf(before.requirements).map(({ description }) => description))
  const due = dueOf(answer.requirements)
  const isNew = due.some(({ description }) => !asked.has(description))
  if (isActive) return isNew ? 'due' : undefined
  const isLate = (moment: Date) => moment.getTime() - before.changedAt.getTime() >= patienceMs
  return due.length > 0 && isLate(at) && (isNew || !isLate(before.askedAt)) ? 'due' : undefined
}

/** What a person is told of a readiness and its codes; `doer` says who takes the next step. */
type ReadinessWords = { word: string; sentence: string; doer: 'nobody' | 'partner' | 'stripe' | 'us' }

const wordsOf: Record<Readiness, ReadinessWords> = {
  active: { word: 'Ready', sentence: 'Stripe can receive your payouts.', doer: 'nobody' },
  pending: { word: 'Being checked', sentence: 'Stripe is checking your details. This takes minutes, sometimes days.', doer: 'stripe' },
  restricted: { word: 'Details missing', sentence: 'Stripe needs more details before it can receive your payouts.', doer: 'partner' },
  rejected: {
    word: 'Not accepted',
    sentence: 'Stripe did not accept this account. Please write to us: we look for another way.',
    doer: 'us',
  },
  unsupported: {
    word: 'Not supported',
    sentence: 'Stripe does not offer this kind of account in your country. Please write to us.',
    doer: 'us',
  },
  closed: {
    word: 'Closed',
    sentence: 'This Stripe account is closed. Set up a new one to be paid; what you earned stays yours.',
    doer: 'partner',
  },
  unknown: { word: 'Not known yet', sentence: 'Stripe has not said yet whether it can receive your payouts.', doer: 'stripe' },
}

const wordsOfCode: Record<string, string> = {
  requirements_pending_verification: 'Stripe is checking the details you gave.',
  determining_status: 'Stripe is checking your details. This takes minutes, sometimes days.',
  restricted_other: 'Stripe paused this account. Its support can say why: open your Stripe account and ask there.',
  unsupported_business: 'Stripe does not serve this kind of business. Please write to us.',
  unsupported_country: 'Stripe does not serve accounts like this one in your country. Please write to us.',
  unsupported_entity_type: 'Stripe does not serve this legal form in your country. Please write to us.',
}

/** Where a destination stands, in words, by its state and the first of Stripe's codes that says more. */
export function readinessInWords({ readiness, readinessCodes }: Pick<PayoutDestination, 'readiness' | 'readinessCodes'>): ReadinessWords {
  const words = wordsOf[readiness]
  const sentence = readiness === 'active' ? undefined : readinessCodes.map((code) => wordsOfCode[code]).find(Boolean)
  return sentence ? { ...words, sentence } : words
}

/** What Stripe calls a requirement, and what a person calls it; the longest beginning that fits wins. */
const wordsOfRequirement: Record<string, string> = {
  'configuration.recipient.default_outbound_destination': 'A bank account for your payouts',
  'identity.attestations.terms_of_service': 'Your agreement to Stripe’s terms of service',
  'identity.attestations': 'A confirmation about your company',
  'identity.business_details.registered_name': 'The registered name of your company',
  'identity.business_details.address': 'The address of your company',
  'identity.business_details.phone': 'The phone number of your company',
  'identity.business_details.id_numbers': 'The registration or tax number of your company',
  'identity.business_details.documents': 'A document about your company',
  'identity.business_details': 'Details of your company',
  'identity.individual.given_name': 'Your name',
  'identity.individual.surname': 'Your name',
  'identity.individual.date_of_birth': 'Your date of birth',
  'identity.individual.address': 'Your address',
  'identity.individual.email': 'Your mail address',
  'identity.individual.phone': 'Your phone number',
  'identity.individual.id_numbers': 'Your tax or identity number',
  'identity.individual.documents': 'A proof of identity, such as a passport',
  'identity.individual': 'Details about you',
  'identity.persons': 'Details of the people who own or run your company',
  'identity.country': 'Your country',
  'identity.entity_type': 'Your legal form',
}

/** A requirement in a person's words; one we have no words for is named as Stripe names it. */
export function requirementInWords(description: string): string {
  const beginnings = Object.keys(wordsOfRequirement).filter((each) => description === each || description.startsWith(`${each}.`))
  const longest = beginnings.sort((a, b) => b.length - a.length)[0]
  return (longest && wordsOfRequirement[longest]) || `Further details (${description.split('.').at(-1)?.replaceAll('_', ' ')})`
}

/** Each thing once, however many fields of Stripe's form it takes. */
export const requirementsInWords = (requirements: readonly Requirement[]): string[] => [
  ...new Set(requirements.map(({ description }) => requirementInWords(description))),
]
