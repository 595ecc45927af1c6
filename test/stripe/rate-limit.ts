import { type ApiError, refusals } from './errors.ts'
import type { State } from './state.ts'

/** Requests a second: in all, and for each endpoint (method and path pattern). */
export type RateLimits = { perSecond: number; perEndpoint: number }
/** Those of live mode. */
export const usualLimits: RateLimits = { perSecond: 100, perEndpoint: 25 }
export type Bucket = { tokens: number; filledMs: number }

/** A token bucket per account and per endpoint on the stand-in's clock; gives the refusal when one is empty. */
export function refusalByRate(state: State, made: RateLimits | undefined, account: string, endpoint: string): ApiError | undefined {
  const limits = state.settings.rateLimits ?? made
  if (!limits?.perSecond) return undefined
  const whole = fill(state, account, limits.perSecond)
  const single = fill(state, `${account} ${endpoint}`, limits.perEndpoint)
  if (single.tokens < 1) return refusals.rate_limit('endpoint-rate')
  if (whole.tokens < 1) return refusals.rate_limit('global-rate')
  whole.tokens -= 1
  single.tokens -= 1
  return undefined
}

function fill(state: State, name: string, perSecond: number): Bucket {
  const bucket = state.buckets[name] ?? { tokens: perSecond, filledMs: state.nowMs }
  const gained = (Math.max(0, state.nowMs - bucket.filledMs) / 1000) * perSecond
  bucket.tokens = Math.min(perSecond, bucket.tokens + gained)
  bucket.filledMs = state.nowMs
  state.buckets[name] = bucket
  return bucket
}
