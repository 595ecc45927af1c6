export type ErrorBody = { type: string; message: string; code?: string; param?: string; doc_url?: string; [more: string]: unknown }

/** An answer that is not a success. Only what an endpoint answers after it began to execute is saved under the key. */
export class ApiError extends Error {
  readonly status: number
  readonly error: ErrorBody
  readonly headers: Record<string, string>
  readonly isSaved: boolean

  constructor(status: number, error: ErrorBody, options: { headers?: Record<string, string>; isSaved?: boolean } = {}) {
    super(error.message)
    this.status = status
    this.error = error
    this.headers = options.headers ?? {}
    this.isSaved = options.isSaved ?? true
  }
}

const docUrl = (code: string) => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`

/** A refusal by the endpoint itself: saved under the key. */
export const invalidRequest = (
  message: string,
  more: { code?: string; param?: string; status?: number; headers?: Record<string, string> } = {},
) =>
  new ApiError(
    more.status ?? 400,
    {
      type: 'invalid_request_error',
      message,
      ...(more.code ? { code: more.code, doc_url: docUrl(more.code) } : {}),
      ...(more.param ? { param: more.param } : {}),
    },
    more.headers ? { headers: more.headers } : {},
  )

/** A refusal before anything executed: never saved under the key. */
export const refusedEarly = (status: number, error: ErrorBody, headers: Record<string, string> = {}) =>
  new ApiError(status, error.code ? { doc_url: docUrl(error.code), ...error } : error, { headers, isSaved: false })

export const badParameter = (message: string, param: string, code?: string) =>
  refusedEarly(400, { type: 'invalid_request_error', message, param, ...(code ? { code } : {}) })

export const noSuch = (thing: string, id: string, param = 'id') =>
  invalidRequest(`No such ${thing}: '${id}'`, { code: 'resource_missing', param, status: param === 'id' ? 404 : 400 })

const maskedKey = (key: string) => `${key.slice(0, 8)}***`

/** The refusals of Stripe that a fault may ask for by name; the endpoints use the same ones. */
export const refusals = {
  balance_insufficient: () =>
    invalidRequest('You have insufficient available funds in your Stripe account.', {
      code: 'balance_insufficient',
      headers: { 'Stripe-Should-Retry': 'false' },
    }),
  insufficient_capabilities_for_transfer: () =>
    invalidRequest('Your destination account needs to have the stripe_balance.stripe_transfers feature enabled.', {
      code: 'insufficient_capabilities_for_transfer',
    }),
  region_not_allowed: (country = 'XX') =>
    invalidRequest(
      `Funds can't be sent to accounts located in ${country} because it's restricted outside of your platform's region. ` +
        'Learn more here: https://docs.stripe.com/connect/cross-border-payouts',
    ),
  account_invalid: (account = 'acct_x', key = 'sk_test_') =>
    refusedEarly(403, {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key '${maskedKey(key)}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    }),
  forbidden: () =>
    refusedEarly(403, {
      type: 'invalid_request_error',
      message: 'The provided key does not have the required permissions for this endpoint.',
    }),
  idempotency_mismatch: (key = 'key') =>
    refusedEarly(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  idempotency_key_in_use: (key = 'key') =>
    refusedEarly(409, {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    }),
  lock_timeout: () =>
    refusedEarly(
      429,
      {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message:
          'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate.',
      },
      { 'Stripe-Should-Retry': 'true' },
    ),
  rate_limit: (reason = 'global-rate') =>
    refusedEarly(
      429,
      {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
      },
      { 'Stripe-Rate-Limited-Reason': reason },
    ),
  api_error: () =>
    new ApiError(
      500,
      { type: 'api_error', message: 'An unknown error occurred. We have been notified of the problem. Please contact support@stripe.com.' },
      { headers: { 'Stripe-Should-Retry': 'false' } },
    ),
  unauthorized: (key = 'sk_test_') =>
    refusedEarly(401, { type: 'invalid_request_error', message: `Invalid API Key provided: ${maskedKey(key)}` }),
  approval_required: () =>
    invalidRequest('This request needs the approval of a member of your team before it is carried out.', {
      code: 'approval_required',
      status: 403,
    }),
  anomalous_money_movement_request: () =>
    invalidRequest('This request was held because it does not look like your usual money movements.', {
      code: 'anomalous_money_movement_request',
    }),
  action_blocked: () => invalidRequest('This action was blocked by a rule of your account.', { code: 'action_blocked', status: 403 }),
  already_reversed: (transfer = 'tr_x') => invalidRequest(`The transfer ${transfer} is already fully reversed.`),
}

type RefusalName = keyof typeof refusals
export const isRefusalName = (name: string): name is RefusalName => Object.hasOwn(refusals, name)
