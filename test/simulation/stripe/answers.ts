import type { Sim } from '../sim.ts'
import { requestId, type StripeProblem, type Transfer } from './state.ts'

export const bodyOf = ({ createdAt, ...transfer }: Transfer) => ({ ...transfer, object: 'transfer', created: Math.floor(createdAt / 1000) })

/** No status: nobody can say whether Stripe carried it out. */
export function lostError(sim: Sim, how: 'reset' | 'timeout' | 'cut' | 'html'): Error {
  const { errors } = sim.product.Stripe
  if (how === 'html') return new errors.StripeAPIError({ message: 'Invalid JSON received from the Stripe API', type: undefined } as never)
  return new errors.StripeConnectionError({ message: 'An error occurred with our connection to Stripe.', type: undefined } as never)
}

export function errorOf(sim: Sim, status: number, { type, code, message }: StripeProblem): Error {
  const { errors } = sim.product.Stripe
  const raw = { type, code, message, statusCode: status, requestId: requestId(sim.random('request ids')), headers: {} } as never // the library's raw answer
  if (status === 429) return new errors.StripeRateLimitError(raw)
  if (status === 401) return new errors.StripeAuthenticationError(raw)
  if (status === 403) return new errors.StripePermissionError(raw)
  if (status >= 500 || status === 409) return new errors.StripeAPIError(raw)
  return type === 'idempotency_error' ? new errors.StripeIdempotencyError(raw) : new errors.StripeInvalidRequestError(raw)
}
