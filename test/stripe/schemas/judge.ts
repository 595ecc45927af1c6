import { findCall } from './calls.ts'
import type { Exchange } from './exchanges.ts'
import type { Validator } from './validate.ts'

/** What is wrong with one exchange: with the answer, and with a request that was granted though Stripe does not know it. */
export function problemsOfExchange(validator: Validator, exchange: Exchange): string[] {
  const { method, path, status, answer } = exchange
  const call = findCall(method, path)
  const say = (what: string) => (problem: string) => `${method} ${call?.path ?? path} ${what}: ${problem}`
  const ofHeaders = problemsOfHeaders(exchange).map(say('header'))
  if (status >= 400) return [...ofHeaders, ...validator.refused(answer).map(say(String(status)))]
  if (!call) return [say('answered')('an endpoint that the table of calls does not list')]
  const expanded: string[] = []
  const ofAnswer = validator.answered(call.name, answer, expanded).map(say('answer'))
  return [
    ...ofHeaders,
    ...problemsOfRequest(validator, exchange).map(say('request')),
    ...ofAnswer,
    ...problemsOfExpansion(exchange, expanded).map(say('answer')),
  ]
}

/** What Stripe would not understand of a request. */
export function problemsOfRequest(validator: Validator, { method, path, params, as }: Exchange): string[] {
  const call = findCall(method, path)
  if (!call) return [`${method} ${path} is no call that the table of calls lists`]
  // The address of a v2 list's next page carries its cursor, which is no parameter of the method.
  const { page: _cursor, ...rest } = params
  return validator.asked(call.name, path.startsWith('/v2/') ? rest : params, as)
}

function problemsOfHeaders({ headers, version, idempotencyKey, status }: Exchange): string[] {
  const problems: string[] = []
  const expected: Record<string, string | RegExp> = {
    'content-type': /^application\/json/,
    'request-id': /^req_\w+$/,
    ...(version ? { 'stripe-version': version } : {}),
    ...(idempotencyKey && status < 400 ? { 'idempotency-key': idempotencyKey, 'original-request': /^req_\w+$/ } : {}),
  }
  for (const [name, wanted] of Object.entries(expected)) {
    const found = headers[name] ?? ''
    if (typeof wanted === 'string' ? found !== wanted : !wanted.test(found)) problems.push(`${name} is '${found}'`)
  }
  return problems
}

/** Objects stand in place of ids where they were asked for, and only there. */
function problemsOfExpansion({ params, answer }: Exchange, expanded: string[]): string[] {
  const asked = (Array.isArray(params.expand) ? params.expand : []).map(String)
  const places = expanded.map((path) =>
    path
      .slice(1)
      .split('/')
      .filter((step) => !/^\d+$/.test(step))
      .join('.'),
  )
  const unasked = places.filter((place) => !asked.some((path) => path === place || path.startsWith(`${place}.`)))
  const unanswered = asked.filter((path) => valuesAt(answer, path.split('.')).some((value) => typeof value === 'string'))
  return [...new Set(unasked.map((place) => `/${place} was expanded unasked`)), ...unanswered.map((path) => `${path} was not expanded`)]
}

function valuesAt(value: unknown, [step, ...rest]: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, step === undefined ? [] : [step, ...rest]))
  if (step === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  return valuesAt(new Map(Object.entries(value)).get(step), rest)
}
