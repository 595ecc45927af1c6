import type { ActivityKind, Agreement, AgreementKind, Benefit, Obligation } from '../../schema/agreements.ts'
import { dayOf } from '../day-shape.ts'
import { dayInWords } from '../terms/words.ts'

export const addDays = (day: string, n: number): string => dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000))

/** Both signed, and today lies between its first day and its last, or the last of its notice. */
export const isInForce = (agreement: Pick<Agreement, 'status' | 'startsOn' | 'endsOn' | 'noticeEndsOn'>, today: string): boolean =>
  agreement.status === 'signed' && agreement.startsOn <= today && today <= lastDayOf(agreement)

export const lastDayOf = ({ endsOn, noticeEndsOn }: Pick<Agreement, 'endsOn' | 'noticeEndsOn'>): string =>
  noticeEndsOn !== null && noticeEndsOn < endsOn ? noticeEndsOn : endsOn

/** What a reference does in private, which a sponsor does, too (CAT2). */
const referenceDuties: readonly ActivityKind[] = ['prospect_call', 'analyst_call', 'site_visit']

/** CAT2, AGR2: what an offer lacks, in a sentence; undefined when it states what its kind must. */
export function missingInOffer(kind: AgreementKind, owed: readonly Pick<Obligation, 'activity'>[]): string | undefined {
  if (kind === 'partner' || owed.some(({ activity }) => referenceDuties.includes(activity))) return undefined
  return kind === 'sponsor'
    ? 'A sponsor also does what a reference does: add a call with a prospect or an analyst, or a visit.'
    : 'A reference talks with prospects: add a call with a prospect or an analyst, or a visit.'
}

/** With what the page of a new agreement begins; staff change the words as they like. */
export const templates: Record<AgreementKind, string> = {
  reference:
    'The customer talks in private with people who consider buying from us, about what the work covered, what it brought and what went wrong. ' +
    'We arrange each talk with the customer, tell who asks and why, and never give a name before the customer has said yes. ' +
    'No money is paid for a talk.',
  sponsor:
    'The customer talks in private with people who consider buying from us, about what the work covered, what it brought and what went wrong. ' +
    'Beyond that it stands by us in public, in the words and places that it permits one by one. Each permission has an end and may be withdrawn at any time, at once. ' +
    'No money is paid for a talk or a quote.',
  partner:
    'The customer recommends us in its own market when it thinks fit. For what comes of it, it earns the share that its terms state, and no discount beside it. ' +
    'It says openly that it earns from a recommendation.',
}

type Stated = {
  company: string
  customer: string
  agreement: Pick<Agreement, 'kind' | 'version' | 'preamble' | 'startsOn' | 'endsOn' | 'noticeDays'>
  owed: readonly Pick<Obligation, 'activity' | 'promised' | 'dueOn'>[]
  gets: readonly Pick<Benefit, 'kind' | 'text'>[]
  /** In words: `30 % of 20,000.00 EUR, 6,000.00 EUR`. */
  discount: string | undefined
  title: string
  words: Record<ActivityKind, string>
}

/** The whole text that both sign (AGR2): parties, duties with quantity and day, caps, what is given, how it ends. */
export function statedText({ company, customer, agreement, owed, gets, discount, title, words }: Stated): string {
  const duties = owed.map(({ activity, promised, dueOn }) => `- ${promised} × ${words[activity]}, until ${dayInWords(dueOn)}`)
  const given = [...(discount ? [`- A lower price: ${discount}`] : []), ...gets.map(({ text }) => `- ${text}`)]
  return [
    `${title}, version ${agreement.version}`,
    `Between ${company} and ${customer}.`,
    agreement.preamble,
    ...(duties.length > 0 ? [['The customer gives:', ...duties].join('\n')] : []),
    'Nobody is asked more often than the caps on the customer’s page allow, nor within the rest after a no.',
    ...(given.length > 0 ? [['The customer gets:', ...given].join('\n')] : []),
    `In force from ${dayInWords(agreement.startsOn)} to ${dayInWords(agreement.endsOn)}. Either side may end it with ${agreement.noticeDays} days’ notice. ` +
      'Permissions to use a name, a quote or a logo are given one by one and end on their own day or when the customer withdraws them.',
  ].join('\n\n')
}
