import { type Act, act, optional } from './act.ts'
import { createCoupon, createPromotionCode } from './coupons.ts'
import { currency, integer, oneOf, required, text } from './params.ts'
import { now } from './state.ts'

/** Codes that customers type at a checkout, each with a coupon of its own unless one is named. */
export const codeActs: Act[] = [
  act(
    'promotion-code',
    {
      code: required(text),
      percent: optional(integer({ min: 1, max: 100 })),
      amount: optional(integer({ min: 1 })),
      currency: optional(currency),
      duration: optional(oneOf('forever', 'once', 'repeating')),
      months: optional(integer({ min: 1 })),
      coupon: optional(text),
      days: optional(integer({ min: 1 })),
      most: optional(integer({ min: 1 })),
    },
    (state, params) => {
      const worth = {
        percent_off: params.amount ? undefined : (params.percent ?? 10),
        amount_off: params.amount,
        currency: params.currency,
      }
      const lasting = { duration: params.duration, duration_in_months: params.months }
      const blank = { id: undefined, name: undefined, metadata: undefined, expand: undefined }
      const coupon = params.coupon ?? createCoupon(state, { ...blank, ...worth, ...lasting }).id
      return createPromotionCode(state, {
        promotion: { type: 'coupon', coupon },
        code: params.code,
        active: undefined,
        expires_at: params.days ? now(state) + params.days * 86_400 : undefined,
        max_redemptions: params.most,
        restrictions: undefined,
        metadata: undefined,
        expand: undefined,
      })
    },
  ),
]
