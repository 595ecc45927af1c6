import { formatDay } from '../../portal/components/format-date.ts'
import type { Registration } from '../../schema/registrations.ts'
import { type CompanyStanding, restMs } from './rules-registration.ts'

/** Why a protected company is not taken, with the date and without a name. */
export const protectedSentence = ({ until, isOwn }: Extract<CompanyStanding, { answer: 'protected' }>): string => {
  const end = until ? formatDay(until) : 'we have said whether it gets more time'
  return isOwn
    ? `This company is protected for you already, until ${end}.`
    : `This company is protected by another until ${end}. Register it from then on; if you worked on it first, claim the deal instead.`
}

/** Why this partner does not register this company again now, after its latest registration of it; undefined if it may. */
export function whyNotAgain({ status, submittedAt, protectedUntil, dueAt }: Registration, at: Date): string | undefined {
  switch (status) {
    case 'submitted':
    case 'appealed':
      return `Your company has registered it already. We answer by ${formatDay(dueAt)}; you find it under Registrations.`
    case 'accepted':
      return `This company is yours already${protectedUntil ? `, until ${formatDay(protectedUntil)}` : ''}. You find it under Registrations.`
    case 'refused': {
      const again = new Date(submittedAt.getTime() + restMs)
      return at < again
        ? `We said no to it on your last registration. You may appeal there once; register it again from ${formatDay(again)}.`
        : undefined
    }
    case 'withdrawn':
    case 'ended':
      return undefined
  }
}
