import type { Endpoint } from './endpoint.ts'
import { ApiError, refusedEarly } from './errors.ts'
import type { FaultRule } from './faults.ts'
import { type Raw, type RawRecord, readForm } from './form.ts'
import { newToken } from './ids.ts'
import type { RateLimits } from './rate-limit.ts'
import type { LoggedRequest, State } from './state.ts'
export type Pipeline = {
  state: State
  /** Keys whose request is being executed right now. */
  inFlight: Set<string>
  rateLimits: RateLimits | undefined
  origin: string | undefined
  requestsKept: number
}

/** A request as it came in, its body read. */
type Incoming = { request: Request; url: URL; body: string; isV2: boolean; key: string | null; params: RawRecord | ApiError }
export type Matched = { endpoint: Endpoint | undefined; path: Record<string, string> }
export type Doing = Incoming & Matched & { pipeline: Pipeline; log: LoggedRequest; fault: FaultRule | undefined; owner: string }

export async function read(request: Request): Promise<Incoming> {
  const url = new URL(request.url)
  const body = await bodyOf(request)
  const isV2 = url.pathname.startsWith('/v2/')
  const mayHaveKey = request.method === 'POST' || (isV2 && request.method === 'DELETE')
  const key = mayHaveKey ? request.headers.get('Idempotency-Key') : null
  return { request, url, body, isV2, key, params: paramsOf(request, url, body, isV2) }
}

/** The body as text. workerd warns when a form is read by `text()`. */
export const bodyOf = async (request: Request): Promise<string> => new TextDecoder().decode(await request.arrayBuffer())

function paramsOf(request: Request, url: URL, body: string, isV2: boolean): RawRecord | ApiError {
  if (request.method !== 'POST') return readForm(url.search)
  const type = request.headers.get('Content-Type') ?? ''
  if (!isV2) {
    if (body && !type.startsWith('application/x-www-form-urlencoded')) {
      return refusedEarly(400, {
        type: 'invalid_request_error',
        message: `Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.`,
      })
    }
    return { ...readForm(url.search), ...readForm(body) }
  }
  try {
    const parsed: Raw = body ? JSON.parse(body) : {}
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed
  } catch {
    // Answered below like any other body that is not an object.
  }
  return refusedEarly(400, { type: 'invalid_request_error', code: 'invalid_fields', message: 'The request body must be a JSON object.' })
}

export function logRequest(pipeline: Pipeline, incoming: Incoming, fault: FaultRule | undefined): LoggedRequest {
  const { state } = pipeline
  const log: LoggedRequest = {
    id: `req_${newToken(state, 14)}`,
    at: state.nowMs,
    method: incoming.request.method,
    path: incoming.url.pathname,
    account: contextOf(incoming.request) ?? state.platform.id,
    key: incoming.key,
    version: incoming.request.headers.get('Stripe-Version'),
    params: incoming.params instanceof ApiError ? null : incoming.params,
    status: null,
    replayed: false,
    fault: fault ? `${fault.when} ${fault.then.kind}` : null,
    answer: null,
  }
  state.requests.push(log)
  if (state.requests.length > pipeline.requestsKept) state.requests.splice(0, state.requests.length - pipeline.requestsKept)
  return log
}

export const contextOf = (request: Request): string | null =>
  request.headers.get('Stripe-Account') ?? request.headers.get('Stripe-Context')?.split('/').at(-1) ?? null
