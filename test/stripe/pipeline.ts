import { schedule } from './clock.ts'
import type { Endpoint } from './endpoint.ts'
import { ApiError, invalidRequest, refusals, refusedEarly } from './errors.ts'
import { apiVersion } from './events.ts'
import { expandAnswer } from './expand.ts'
import { BrokenConnection, damaged, errorOf, type FaultRule, takeFault } from './faults.ts'
import { canonical, type Raw, type RawRecord, readForm } from './form.ts'
import { type Answer, savedAnswer, scopedKey } from './idempotency.ts'
import { newToken } from './ids.ts'
import type { RateLimits } from './rate-limit.ts'
import { refusalByRate } from './rate-limit.ts'
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
type Matched = { endpoint: Endpoint | undefined; path: Record<string, string> }
type Doing = Incoming & Matched & { pipeline: Pipeline; log: LoggedRequest; fault: FaultRule | undefined; owner: string }

/** authentication → mode → rate limit → idempotency → validation → lock → execute → save under the key, before the answer leaves. */
export async function answerApi(pipeline: Pipeline, request: Request, matched: Matched): Promise<Response> {
  const incoming = await read(request)
  const { state } = pipeline
  const params = incoming.params instanceof ApiError ? {} : incoming.params
  const fault = takeFault(state, { method: request.method, path: incoming.url.pathname, key: incoming.key, params })
  const log = logRequest(pipeline, incoming, fault)
  const doing: Doing = { ...incoming, ...matched, pipeline, log, fault, owner: state.platform.id }
  if (fault?.when === 'before') breakBefore(doing, fault)
  if (fault?.when === 'before' && fault.then.kind === 'html_502') return damaged('html_502', { status: 502, headers: {}, body: '' })

  const answer = await answerOrRefusal(doing)
  log.status = answer.status
  return fault?.when === 'after' ? breakAfter(doing, fault, answer) : respond(answer)
}

async function read(request: Request): Promise<Incoming> {
  const url = new URL(request.url)
  const body = await request.text()
  const isV2 = url.pathname.startsWith('/v2/')
  const key = request.headers.get('Idempotency-Key')
  return { request, url, body, isV2, key: request.method === 'POST' ? key : null, params: paramsOf(request, url, body, isV2) }
}

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

function logRequest(pipeline: Pipeline, incoming: Incoming, fault: FaultRule | undefined): LoggedRequest {
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

async function answerOrRefusal(doing: Doing): Promise<Answer> {
  try {
    return await admit(doing)
  } catch (problem) {
    if (problem instanceof ApiError) return answerOf(doing, problem)
    throw problem
  }
}

/** Everything that comes before the endpoint, then the endpoint. */
async function admit(doing: Doing): Promise<Answer> {
  const { pipeline, request, endpoint, url } = doing
  const apiKey = authenticate(request)
  checkMode(doing)
  doing.owner = ownerOf(doing, apiKey)
  const limited = refusalByRate(pipeline.state, pipeline.rateLimits, doing.owner, `${request.method} ${endpoint?.path ?? url.pathname}`)
  if (limited) throw limited
  if (!endpoint) throw unrecognized(request.method, url.pathname)
  if (!doing.key) return execute(doing, endpoint, apiKey)

  const key = scopedKey(doing.owner, doing.key)
  const target = `${request.method} ${url.pathname}`
  const params = canonical(doing.params instanceof ApiError ? null : doing.params)
  if (pipeline.inFlight.has(key)) throw refusals.idempotency_key_in_use(doing.key)
  const saved = savedAnswer(pipeline.state, key)
  if (saved) {
    if (saved.target !== target || saved.params !== params) throw refusals.idempotency_mismatch(doing.key)
    doing.log.replayed = true
    return { ...saved, headers: { ...saved.headers, 'Request-Id': doing.log.id, 'Idempotent-Replayed': 'true' } }
  }
  pipeline.inFlight.add(key)
  try {
    return await execute(doing, endpoint, apiKey, (answer) => {
      pipeline.state.keys[key] = { ...answer, requestId: doing.log.id, savedMs: pipeline.state.nowMs, target, params }
    })
  } finally {
    pipeline.inFlight.delete(key)
  }
}

function authenticate(request: Request): string {
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

function checkMode({ request, isV2 }: Doing): void {
  const version = request.headers.get('Stripe-Version')
  if (version === null || /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) return
  throw refusedEarly(400, {
    type: 'invalid_request_error',
    message: `Invalid Stripe API version: ${version}`,
    ...(isV2 ? { code: 'invalid_api_version' } : {}),
  })
}

const contextOf = (request: Request): string | null =>
  request.headers.get('Stripe-Account') ?? request.headers.get('Stripe-Context')?.split('/').at(-1) ?? null

/** Whose books the request is about: the platform's, or those of one of its accounts. */
function ownerOf({ pipeline: { state }, request, isV2 }: Doing, apiKey: string): string {
  const account = contextOf(request)
  if (!account || account === state.platform.id) return state.platform.id
  const known = state.tables.accounts[account]?.object
  if (!known || known.closed) throw refusals.account_invalid(account, apiKey)
  // v2 objects about an account are kept by the platform, whichever of the two asks.
  return isV2 ? state.platform.id : account
}

const unrecognized = (method: string, path: string) =>
  invalidRequest(
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    { status: 404 },
  )

async function execute(doing: Doing, endpoint: Endpoint, apiKey: string, save: (answer: Answer) => void = () => {}): Promise<Answer> {
  const { pipeline, params, fault, log } = doing
  const { state } = pipeline
  const before = fault?.when === 'before' ? fault.then : undefined
  if (before?.kind === 'hang') await abortOf(doing.request)
  if (before?.kind === 'delay') await pause(before.ms)
  const saving = (answer: Answer, isSaved: boolean) => {
    const mayRepeat = doing.isV2 && answer.status >= 400
    if (isSaved && !mayRepeat && fault?.then.kind !== 'forget_key') save(answer)
    return answer
  }
  if (before?.kind === 'error') {
    const refusal = errorOf(before)
    return saving(answerOf(doing, refusal), refusal.isSaved)
  }
  if (params instanceof ApiError) throw params
  const run = endpoint.prepare(
    { state, owner: doing.owner, path: doing.path, origin: pipeline.origin ?? doing.url.origin, key: apiKey },
    params,
  )
  state.cause = { id: log.id, key: doing.key }
  try {
    const result = expandAnswer(state, doing.owner, run(), params.expand)
    if (fault?.when === 'after' && fault.then.kind === 'error') {
      const refusal = errorOf(fault.then)
      return saving(answerOf(doing, refusal), refusal.isSaved)
    }
    return saving(answerFor(doing, 200, result), true)
  } catch (problem) {
    if (problem instanceof ApiError) return saving(answerOf(doing, problem), problem.isSaved)
    throw problem
  } finally {
    state.cause = null
  }
}

function answerOf(doing: Doing, problem: ApiError): Answer {
  const error = { ...problem.error }
  if (doing.isV2) {
    if (problem.status === 429) error.type = 'rate_limit'
    if (error.code?.startsWith('parameter_')) error.code = 'invalid_fields'
    if (error.code === 'resource_missing') error.code = 'not_found'
  } else if (problem.status !== 401) error.request_log_url = `https://dashboard.stripe.com/test/logs/${doing.log.id}`
  return answerFor(doing, problem.status, { error }, problem.headers)
}

function answerFor(doing: Doing, status: number, body: object, more: Record<string, string> = {}): Answer {
  doing.log.answer = body
  const headers = {
    'Content-Type': 'application/json',
    'Request-Id': doing.log.id,
    'Stripe-Version': doing.request.headers.get('Stripe-Version') ?? apiVersion,
    ...(doing.key ? { 'Idempotency-Key': doing.key, 'Original-Request': doing.log.id } : {}),
    ...(doing.owner === doing.pipeline.state.platform.id ? {} : { 'Stripe-Account': doing.owner }),
    ...more,
  }
  return { status, headers, body: JSON.stringify(body, null, 2) }
}

const respond = ({ status, headers, body }: Answer) => new Response(body, { status, headers })

/** What breaks before the endpoint is reached; a hang, a delay and an error wait until the key is held. */
function breakBefore(doing: Doing, { then }: FaultRule): void {
  const { state } = doing.pipeline
  if (then.kind === 'land_late') {
    const ref = doing.log.id
    const headers = Object.fromEntries(doing.request.headers)
    state.late[ref] = { method: doing.request.method, url: doing.request.url, headers, body: doing.body }
    schedule(state, 'land_late', ref, state.nowMs + then.seconds * 1000)
  }
  const isLost = then.kind === 'drop' || then.kind === 'land_late' || then.kind === 'cut_body' || then.kind === 'half_json'
  if (isLost) throw new BrokenConnection('the connection broke before the request was executed')
}

async function breakAfter(doing: Doing, { then }: FaultRule, answer: Answer): Promise<Response> {
  switch (then.kind) {
    case 'drop':
    case 'land_late':
      throw new BrokenConnection('the connection broke before the answer arrived')
    case 'hang':
      return abortOf(doing.request)
    case 'delay':
      await pause(then.ms)
      return respond(answer)
    case 'cut_body':
    case 'half_json':
    case 'html_502':
      return damaged(then.kind, answer)
    case 'error':
    case 'forget_key':
      return respond(answer)
  }
}

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** Waits until the client gives up. */
const abortOf = (request: Request) =>
  new Promise<never>((_, reject) => {
    const giveUp = () => reject(request.signal.reason ?? new BrokenConnection('the client gave up'))
    if (request.signal.aborted) giveUp()
    else request.signal.addEventListener('abort', giveUp)
  })
