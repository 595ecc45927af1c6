import type { DealDetails, RetainerPeriod } from '../../schema/deal-kinds.ts'
import { dayOf, startOf } from '../day-shape.ts'
import { addMonths } from '../terms/rules.ts'

const monthsOf: Record<RetainerPeriod, number> = { month: 1, quarter: 3, year: 12 }
export const warningDays = 14

export const daysAfter = (day: string, days: number): string => dayOf(new Date(startOf(day).getTime() + days * 86_400_000))

/** The last day of the period that begins on that day. */
export const endOfPeriod = (firstDay: string, period: RetainerPeriod): string =>
  daysAfter(dayOf(addMonths(startOf(firstDay), monthsOf[period])), -1)

/** The last day of the period that today lies in, counted on from one that ended on `endsOn`. */
export function currentEnd(endsOn: string, period: RetainerPeriod, today: string): string {
  let end = endsOn
  while (end < today) end = endOfPeriod(daysAfter(end, 1), period)
  return end
}

type Lapsing = Pick<DealDetails, 'leftMinutes' | 'rollover' | 'expiresOn' | 'lapsesOn' | 'warnedOn'>

/** DEA5: staff are warned once of each end, 14 days before it; of one that was told late, at once. */
export const isToWarn = ({ leftMinutes, rollover, expiresOn, lapsesOn }: Lapsing, today: string): boolean =>
  (leftMinutes ?? 0) > 0 && !rollover && expiresOn !== null && lapsesOn !== expiresOn && expiresOn <= daysAfter(today, warningDays)

/** DEA5: behind its end, and 14 days after the warning at the earliest. */
export const isToLapse = ({ leftMinutes, rollover, expiresOn, lapsesOn, warnedOn }: Lapsing, today: string): boolean =>
  (leftMinutes ?? 0) > 0 &&
  !rollover &&
  expiresOn !== null &&
  expiresOn < today &&
  lapsesOn === expiresOn &&
  warnedOn !== null &&
  daysAfter(warnedOn, warningDays) <= today

/** `7.5 hours`: quarters of an hour at least. */
export const hoursInWords = (minutes: number): string => `${Math.round(minutes / 0.6) / 100} ${minutes === 60 ? 'hour' : 'hours'}`
