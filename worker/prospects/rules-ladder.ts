import { type LadderLevel, ladderLevels } from '../../schema/ladder.ts'
import { Refusal } from '../errors.ts'

/** The sixth opens longer plans: under a mutual NDA (NDA3). */
export const plansLevel = 6
/** The seventh is the last before a prospect is a customer. */
export const lineLevel = 7
export const numberOf = (level: LadderLevel): number => ladderLevels.indexOf(level) + 1

/** What to ask for next, from where a prospect stands; levels may be skipped, so this is only the nearest. */
const asks: Record<LadderLevel, string> = {
  attention: 'Ask for half an hour, and what they would like to hear about.',
  need_shared: 'Ask what hurts, and who feels it most.',
  data_shared: 'Ask for the data of one project, and show them their own case.',
  evaluating: 'Ask whom they would give some days to try it, and agree a plan with names and hours.',
  pilot: 'Offer a small paid pilot: some seats, some months.',
  roadmap_shared: 'Ask what they plan in two years; a mutual NDA comes first.',
  annual_licence: 'Offer a year, or the next full piece of work, with price and references in one proposal.',
  acts_as_reference: 'Ask whether one future customer may phone them.',
  testimonial: 'Ask for a line about working with us that we may show.',
  case_study: 'Ask whether we may tell their story, and let them edit it.',
  refers_others: 'Ask who else has the same trouble, and offer the partner programme.',
}

type NextAsk = { level: LadderLevel; number: number; words: string }

/** Undefined at the top. */
export function nextAsk(level: number): NextAsk | undefined {
  const next = ladderLevels[level]
  return next && { level: next, number: level + 1, words: asks[next] }
}

/** Evidence is of the past. @throws Refusal invalid */
export function refuseFuture(day: string, today: string): void {
  if (day > today) throw new Refusal('invalid', 'That day lies in the future. Evidence is of what has happened.')
}
