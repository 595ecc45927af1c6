import { dateOf, formatDay } from '../../portal/components/format-date.ts'
import type { ReasonCode, WhyNot } from './rules-match.ts'

const reasons: Record<ReasonCode, string> = {
  open_grievance: 'has an open complaint',
  missed_criterion: 'missed a success criterion',
  lapsed: 'is no active customer',
  outreach_ended: 'gets no mail from the programme since its work closed, until one of us decides otherwise on its page',
  policy: 'gives no references',
  rival: 'named the one who asks as a rival',
  no_person: 'has nobody with a mail address on that side',
  no_grant: 'has not allowed calls',
  not_trained: 'was not prepared for it yet',
  no_checkin: 'was not met within 90 days',
  open_issues: 'has something open with us',
  resting: 'declined and is left alone',
  cap_full: 'was asked as often as agreed',
}

/** A reason as sales reads it: `was asked as often as agreed, free from 7 December 2026`. */
export const reasonInWords = ({ code, freeOn }: WhyNot): string =>
  freeOn ? `${reasons[code]}, free from ${formatDay(dateOf(freeOn))}` : reasons[code]

/** Who keeps a request waiting. */
export const whoInWords = (who: 'us' | 'customer' | 'prospect' | undefined): string | undefined =>
  who === 'us' ? 'us' : who && `the ${who}`
