import { refusals, refusedEarly } from './errors.ts'
import { contextOf, type Doing } from './incoming.ts'

export function authenticate(request: Request): string {
  const header = request.headers.get('Authorization') ?? ''
  const key = header.startsWith('Basic ') ? (atob(header.slice(6)).split(':')[0] ?? '') : header.replace(/^Bearer /, '')
  if (key === '') {
    throw refusedEarly(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    })
  }
  if (!/^sk_test_\w+$/.test(key)) throw refusals.unauthorized(key)
  return key
}

export function checkMode({ request, isV2 }: Doing): void {
  const version = request.headers.get('Stripe-Version')
  if (version === null || /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) return
  throw refusedEarly(400, {
    type: 'invalid_request_error',
    message: `Invalid Stripe API version: ${version}`,
    ...(isV2 ? { code: 'invalid_api_version' } : {}),
  })
}

/** Whose books the request is about: the platform's, or those of one of its accounts. */
export function ownerOf({ pipeline: { state }, request, isV2 }: Doing, apiKey: string): string {
  const account = contextOf(request)
  if (!account || account === state.platform.id) return state.platform.id
  const known = state.tables.accounts[account]?.object
  if (!known || known.closed) throw refusals.account_invalid(account, apiKey)
  // v2 objects about an account are kept by the platform, whichever of the two asks.
  return isV2 ? state.platform.id : account
}
