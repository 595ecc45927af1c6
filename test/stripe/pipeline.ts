import { authenticate, checkMode, ownerOf } from './admission.ts'
import { abortOf, breakAfter, breakBefore, lateHeader, pause, respond } from './breakage.ts'
import type { Endpoint } from './endpoint.ts'
import { ApiError, invalidRequest, refusals } from './errors.ts'
import { apiVersion } from './events.ts'
import { checkExpand, expandAnswer } from './expand.ts'
import { damaged, errorOf, takeFault } from './faults.ts'
import { canonical } from './form.ts'
import { type Answer, savedAnswer, scopedKey } from './idempotency.ts'
import { type Doing, logRequest, type Matched, type Pipeline, read } from './incoming.ts'
import { refusalByRate } from './rate-limit.ts'

/** authentication → mode → rate limit → idempotency → validation → lock → execute → save under the key, before the answer leaves. */
export async function answerApi(pipeline: Pipeline, request: Request, matched: Matched): Promise<Response> {
  const incoming = await read(request)
  const { state } = pipeline
  const params = incoming.params instanceof ApiError ? {} : incoming.params
  const isLate = request.headers.has(lateHeader)
  const fault = isLate ? undefined : takeFault(state, { method: request.method, path: incoming.url.pathname, key: incoming.key, params })
  const log = logRequest(pipeline, incoming, fault)
  const doing: Doing = { ...incoming, ...matched, pipeline, log, fault, owner: state.platform.id }
  if (fault?.when === 'before') breakBefore(doing, fault)
  if (fault?.when === 'before' && fault.then.kind === 'html_502') return damaged('html_502', { status: 502, headers: {}, body: '' })

  const answer = await answerOrRefusal(doing)
  log.status = answer.status
  return fault?.when === 'after' ? breakAfter(doing, fault, answer) : respond(answer)
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
  checkExpand(params.expand)
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
