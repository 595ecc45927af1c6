import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId, newToken } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, hash, integer, type Kind, listOf, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { idOf, now, type State } from './state.ts'
import { find, insert, newestFirst, remove } from './table.ts'

const percent: Kind<number | undefined> = (raw, at) => {
  if (raw === undefined || raw === null) return undefined
  const value = Number(raw)
  if (!(value > 0 && value <= 100)) throw badParameter('Invalid percent: must be greater than 0 and at most 100.', at)
  return value
}

const couponShape = {
  id: text,
  name: text,
  percent_off: percent,
  amount_off: integer({ min: 1 }),
  currency,
  duration: oneOf('forever', 'once', 'repeating'),
  duration_in_months: integer({ min: 1 }),
  metadata,
  ...expand,
}
type CouponParams = { [Name in keyof typeof couponShape]: ReturnType<(typeof couponShape)[Name]> }

export function createCoupon(state: State, params: CouponParams): Stripe.Coupon {
  if ((params.percent_off === undefined) === (params.amount_off === undefined))
    throw badParameter('You must pass either percent_off or amount_off.', 'percent_off')
  if (params.amount_off !== undefined && !params.currency)
    throw badParameter('You must pass currency when passing amount_off.', 'currency', 'parameter_missing')
  if (params.duration === 'repeating' && !params.duration_in_months) {
    throw badParameter('You must pass duration_in_months when passing duration=repeating.', 'duration_in_months', 'parameter_missing')
  }
  if (params.id && state.tables.coupons[params.id]) throw invalidRequest('Coupon already exists.', { code: 'resource_already_exists' })
  const coupon: Stripe.Coupon = {
    id: params.id ?? newToken(state, 8),
    object: 'coupon',
    amount_off: params.amount_off ?? null,
    created: now(state),
    currency: params.currency ?? null,
    duration: params.duration ?? 'once',
    duration_in_months: params.duration_in_months ?? null,
    livemode: false,
    max_redemptions: null,
    metadata: mergedMetadata({}, params.metadata),
    name: params.name ?? null,
    percent_off: params.percent_off ?? null,
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
  }
  insert(state, state.tables.coupons, state.platform.id, coupon)
  emit(state, 'coupon.created', coupon)
  return coupon
}

/** What a coupon takes off, never more than there is. */
export const couponOff = (coupon: Stripe.Coupon | undefined, subtotal: number): number =>
  coupon ? Math.min(subtotal, coupon.amount_off ?? Math.round((subtotal * (coupon.percent_off ?? 0)) / 100)) : 0

/** On how many invoices of a monthly subscription a coupon counts; null is on all. */
export const invoicesOf = (coupon: Stripe.Coupon): number | null =>
  coupon.duration === 'forever' ? null : coupon.duration === 'repeating' ? (coupon.duration_in_months ?? 1) : 1

export const discounts = listOf(required(hash({ coupon: text, promotion_code: text })))
type Discounts = ReturnType<typeof discounts>

/** The coupon behind `discounts`, named by itself or by a code. */
export function couponFrom(state: State, asked: Discounts): Stripe.Coupon | undefined {
  const [first] = asked ?? []
  if (!first) return undefined
  const code = first.promotion_code ? getUsableCode(state, first.promotion_code, 'discounts[0][promotion_code]') : undefined
  const id = first.coupon ?? idOf(code?.promotion.coupon)
  const coupon = find(state.tables.coupons, state.platform.id, id)
  if (!coupon) throw noSuch('coupon', id ?? '', 'discounts[0][coupon]')
  coupon.times_redeemed += 1
  if (code) code.times_redeemed += 1
  return coupon
}

const getCode = (state: State, id: string, param = 'id'): Stripe.PromotionCode => {
  const code = find(state.tables.promotionCodes, state.platform.id, id)
  if (!code) throw noSuch('promotion code', id, param)
  return code
}

/** Stripe refuses at once what nobody can redeem any more. */
function getUsableCode(state: State, id: string, param: string): Stripe.PromotionCode {
  const code = getCode(state, id, param)
  const isOver = code.expires_at !== null && code.expires_at <= now(state)
  const isSpent = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions
  if (!code.active || isOver || isSpent) throw invalidRequest('This promotion code cannot be redeemed because it is inactive.', { param })
  return code
}

const getCoupon = (state: State, id: string, param = 'id'): Stripe.Coupon => {
  const coupon = find(state.tables.coupons, state.platform.id, id)
  if (!coupon) throw noSuch('coupon', id, param)
  return coupon
}

const codeShape = {
  promotion: required(hash({ type: required(oneOf('coupon')), coupon: required(text) })),
  code: text,
  active: flag,
  expires_at: integer({ min: 1 }),
  max_redemptions: integer({ min: 1 }),
  restrictions: hash({ first_time_transaction: flag }),
  metadata,
  ...expand,
}

type CodeParams = { [Name in keyof typeof codeShape]: ReturnType<(typeof codeShape)[Name]> }

export function createPromotionCode(state: State, params: CodeParams): Stripe.PromotionCode {
  const coupon = getCoupon(state, params.promotion.coupon, 'promotion[coupon]')
  const made: Stripe.PromotionCode = {
    id: newId(state, 'promo'),
    object: 'promotion_code',
    active: params.active ?? true,
    code: params.code ?? newToken(state, 8).toUpperCase(),
    created: now(state),
    customer: null,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: mergedMetadata({}, params.metadata),
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: {
      first_time_transaction: params.restrictions?.first_time_transaction ?? false,
      minimum_amount: null,
      minimum_amount_currency: null,
    },
    times_redeemed: 0,
  }
  const isTaken = newestFirst(state.tables.promotionCodes, state.platform.id).some(
    (each) => each.active && each.code.toLowerCase() === made.code.toLowerCase(),
  )
  if (isTaken) throw invalidRequest(`An active promotion code with code: ${made.code} already exists.`, { param: 'code' })
  insert(state, state.tables.promotionCodes, state.platform.id, made)
  emit(state, 'promotion_code.created', made)
  return made
}

export const couponEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/coupons', couponShape, ({ state, params }) => createCoupon(state, params)),
  endpoint('GET', '/v1/coupons', { ...pageParams, ...createdParams }, ({ state, owner, params }) =>
    listPage({ table: state.tables.coupons, owner, url: '/v1/coupons', matches: (each) => isWithin(params.created, each.created) }, params),
  ),
  endpoint('GET', '/v1/coupons/:id', { ...expand }, (call) => getCoupon(call.state, part(call, 'id'))),
  endpoint('DELETE', '/v1/coupons/:id', {}, (call) => {
    const coupon = getCoupon(call.state, part(call, 'id'))
    remove(call.state.tables.coupons, [coupon.id])
    emit(call.state, 'coupon.deleted', coupon)
    return { id: coupon.id, object: 'coupon', deleted: true }
  }),
  endpoint('POST', '/v1/promotion_codes', codeShape, ({ state, params }) => createPromotionCode(state, params)),
  endpoint(
    'GET',
    '/v1/promotion_codes',
    { ...pageParams, ...createdParams, code: text, coupon: text, active: flag },
    ({ state, owner, params }) =>
      listPage(
        {
          table: state.tables.promotionCodes,
          owner,
          url: '/v1/promotion_codes',
          matches: (each) =>
            isWithin(params.created, each.created) &&
            (!params.code || each.code === params.code) &&
            (!params.coupon || each.promotion.coupon === params.coupon) &&
            (params.active === undefined || each.active === params.active),
        },
        params,
      ),
  ),
  endpoint('GET', '/v1/promotion_codes/:id', { ...expand }, (call) => getCode(call.state, part(call, 'id'))),
  endpoint('POST', '/v1/promotion_codes/:id', { active: flag, metadata, ...expand }, (call) => {
    const code = getCode(call.state, part(call, 'id'))
    if (call.params.active !== undefined) code.active = call.params.active
    code.metadata = mergedMetadata(code.metadata, call.params.metadata)
    emit(call.state, 'promotion_code.updated', code)
    return code
  }),
]
