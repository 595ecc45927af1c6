import type { GrantKind, UseKind } from '../../schema/grants.ts'
import type { Quote, QuoteChannel, Survey } from '../../schema/quotes.ts'
import { addDays } from '../agreements/rules-agreements.ts'

/** The company's own permission that a line needs there beside its author's yes, and what its use is called (GRA1: none stands for another). */
export const channelNeeds: Record<QuoteChannel, { grants: readonly GrantKind[]; use: UseKind }> = {
  site: { grants: ['web_release'], use: 'quote' },
  press: { grants: ['press_release', 'joint_press_release'], use: 'press' },
  print: { grants: ['public_document'], use: 'print' },
  sales: { grants: ['nda_slide'], use: 'slide' },
  // A line on social media is its author's own recommendation there: no permission of a company covers it (domain.md A5).
  social: { grants: [], use: 'social' },
}

/** Where we can ask the company with nothing but the words. */
export const askableChannels = ['site', 'press'] as const satisfies readonly QuoteChannel[]

/** A line may be shown so long after its author said yes. */
export const quoteDays = 365

/** Days before its end on which we ask again (GRA6). */
export const askAgainDays = 60

/** A survey without an answer is overdue after so many days. */
export const surveyDays = 14

export type SurveyState = 'sent' | 'overdue' | 'answered'

export const surveyStateOf = ({ sentAt, answeredAt }: Pick<Survey, 'sentAt' | 'answeredAt'>, now: Date): SurveyState => {
  if (answeredAt) return 'answered'
  return now.getTime() - sentAt.getTime() >= surveyDays * 86_400_000 ? 'overdue' : 'sent'
}

type Named = Pick<Quote, 'attribution' | 'author' | 'title'> & { company: string }

/** Under which name it may stand: all of it, the company alone, or nobody. */
export function shownAs({ attribution, author, title, company }: Named): string {
  if (attribution === 'anonymous') return 'Without a name'
  return attribution === 'company' ? company : [author, title, company].filter(Boolean).join(', ')
}

/** Whether its author can be asked now for another year. */
export const mayBeRenewed = ({ status, endsOn }: Pick<Quote, 'status' | 'endsOn'>, today: string): boolean =>
  status !== 'ended' && status !== 'withdrawn' && today <= endsOn && endsOn <= addDays(today, askAgainDays)
