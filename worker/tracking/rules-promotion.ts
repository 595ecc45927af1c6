import type { PromotionCode } from '../../schema/codes.ts'
import { isCurrency } from '../../schema/currency.ts'
import { amountInWords, percentOf } from '../terms/words.ts'

type Worth = Pick<PromotionCode, 'offBps' | 'offMinor' | 'offCurrency' | 'duration' | 'months'>

/** What a customer saves: `10 % off`, `20.00 EUR off each payment`, `15 % off for 3 months`. */
export function offInWords({ offBps, offMinor, offCurrency, duration, months }: Worth): string {
  const off = offBps === null ? amountOff(offMinor ?? 0, offCurrency ?? '') : percentOf(offBps)
  switch (duration) {
    case 'once':
      return `${off} off`
    case 'repeating':
      return `${off} off for ${months === 1 ? '1 month' : `${months ?? 0} months`}`
    case 'forever':
      return `${off} off each payment`
  }
}

const amountOff = (minor: number, currency: string): string =>
  isCurrency(currency) ? amountInWords(minor, currency) : `${minor} ${currency.toUpperCase()}`

type Crediting = Pick<
  PromotionCode,
  'partnerId' | 'isActive' | 'expiresAt' | 'creditFrom' | 'creditUntil' | 'mostCredits' | 'credits' | 'pausedAt' | 'madeAt'
>

/**
 * Why a use of the code at that moment gives nobody credit, in words for staff and its partner; undefined when it does. Stripe itself takes
 * no code that is over, so what was used at a checkout is not asked about that again.
 *
 * @param typed - it was typed to us, and not redeemed at Stripe
 */
export function whyNoCredit(code: Crediting, at: Date, typed: boolean): string | undefined {
  if (!code.partnerId) return 'It belongs to no partner.'
  if (code.pausedAt && code.pausedAt <= at) return 'It is paused.'
  if (code.creditFrom && at < code.creditFrom) return 'Its time has not come.'
  if (code.creditUntil && at > code.creditUntil) return 'Its time is over.'
  if (code.mostCredits !== null && code.credits >= code.mostCredits) return 'It was used as often as it may be.'
  if (typed && (!code.isActive || (code.expiresAt && at > code.expiresAt))) return 'Stripe takes it no more.'
  return undefined
}

/** As staff and partners read it. */
export const stateOf = (code: Crediting, now: Date): 'works' | 'paused' | 'waits' | 'over' | 'nobodys' => {
  if (!code.partnerId) return 'nobodys'
  if (code.pausedAt) return 'paused'
  if (code.creditFrom && now < code.creditFrom) return 'waits'
  return whyNoCredit(code, now, true) ? 'over' : 'works'
}
