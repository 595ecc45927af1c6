import Stripe from 'stripe'
import { Refusal } from '../errors.ts'
import { forLog } from '../log.ts'
import { KeyRefused } from './port.ts'
import { type FailedCall, outcomeOf, retryAfterMsIn } from './rules.ts'

/** What went wrong, without the library's classes: they vary with the runtime (stripe.md 3). */
export const failureOf = (error: unknown): FailedCall => ({
  statusCode: statusOf(error),
  code: (error instanceof Stripe.errors.StripeError && error.code) || null,
  rawType: (error instanceof Stripe.errors.StripeError && error.rawType) || null,
  requestId: (error instanceof Stripe.errors.StripeError && error.requestId) || null,
  message: error instanceof Error && error.message ? error.message : 'Stripe gave no readable answer.',
  retryAfterMs: error instanceof Stripe.errors.StripeError ? retryAfterMsIn(error.headers?.['retry-after']) : undefined,
})

const statusOf = (error: unknown): number | null =>
  error instanceof Stripe.errors.StripeError && typeof error.statusCode === 'number' ? error.statusCode : null

/** Stripe understood us and says no, for good: a 4xx of its own that is neither about pace nor about our key. */
export const isNo = ({ statusCode, rawType }: FailedCall): boolean =>
  statusCode !== null && statusCode >= 400 && statusCode < 500 && ![401, 403, 408, 409, 429].includes(statusCode) && rawType !== null

/**
 * A call on which no money depends, made while a person waits.
 *
 * @throws Refusal wrong_state when Stripe says no, unavailable when it says nothing we can use
 */
export async function asked<Answer>(what: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call
  } catch (error) {
    const failure = failureOf(error)
    console.error(JSON.stringify({ level: 'error', stripe: what, ...failure, message: forLog(failure.message) }))
    if (isNo(failure)) throw new Refusal('wrong_state', `Stripe does not do that now. It says: ${failure.message}`)
    throw new Refusal('unavailable', 'Stripe does not answer at the moment. Please try again in a minute.')
  }
}

/** For a call that is made before money leaves: whether Stripe refuses us altogether, a person must know at once. */
export function throwKeyRefused(error: unknown): never {
  const { kind, reason } = outcomeOf(failureOf(error))
  throw kind === 'stop' ? new KeyRefused(reason) : error
}
