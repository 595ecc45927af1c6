import type Stripe from 'stripe'
import { couponDurations } from '../../schema/codes.ts'
import type { PromotionCodeAnswer } from './port-revenue.ts'

export const ofPromotionCode = ['promotion.coupon']

const instant = (seconds: number): Date => new Date(seconds * 1000)

/** A percentage of Stripe's has two digits behind the point at most. A coupon that was deleted takes nothing off any more. */
export function promotionCodeOf(code: Stripe.PromotionCode): PromotionCodeAnswer {
  const { coupon } = code.promotion
  const known = typeof coupon === 'object' ? coupon : null
  const isAmount = known?.amount_off != null
  return {
    id: code.id,
    code: code.code,
    coupon: typeof coupon === 'string' ? coupon : (known?.id ?? ''),
    offBps: isAmount ? null : Math.round((known?.percent_off ?? 0) * 100),
    offMinor: isAmount ? (known?.amount_off ?? 0) : null,
    offCurrency: isAmount ? (known?.currency ?? '') : null,
    duration: couponDurations.find((each) => each === known?.duration) ?? 'once',
    months: known?.duration_in_months ?? null,
    isActive: code.active && known?.valid === true,
    expiresAt: code.expires_at === null ? null : instant(code.expires_at),
    mostRedemptions: code.max_redemptions,
    redemptions: code.times_redeemed,
    firstTimeOnly: code.restrictions.first_time_transaction,
    madeAt: instant(code.created),
  }
}
