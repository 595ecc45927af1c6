import { ApiError, type ErrorBody, isRefusalName, refusals } from './errors.ts'
import type { RawRecord } from './form.ts'
import type { Answer } from './idempotency.ts'
import type { State } from './state.ts'

/**
 * What goes wrong. `drop`: the connection breaks. `hang`: no answer until the client gives up. `delay`: `ms` real milliseconds. `land_late`:
 * the connection breaks, and the request executes `seconds` later on the stand-in's clock. `cut_body`: the answer breaks inside its body.
 * `half_json`: the answer ends early, and cleanly. `html_502`: a proxy's page. `error`: a refusal by its name (see `refusals`), or any
 * status and error; `saved` says whether it is kept under the key. `forget_key`: executed, but nothing is kept under the key.
 */
export type Effect =
  | { kind: 'drop' | 'hang' | 'cut_body' | 'half_json' | 'html_502' | 'forget_key' }
  | { kind: 'delay'; ms: number }
  | { kind: 'land_late'; seconds: number }
  | { kind: 'error'; name?: string; status?: number; error?: ErrorBody; headers?: Record<string, string>; saved?: boolean }

export type FaultRule = {
  match: { method?: string; path?: string; nth?: number; key?: string; metadata?: Record<string, string> }
  when: 'before' | 'after'
  then: Effect
  times: 'once' | 'always'
  /** How many requests matched so far; a rule with `nth` waits for that one. */
  seen: number
}

/** The connection to the client breaks: embedded, the fetch rejects; over HTTP the server must destroy the socket. */
export class BrokenConnection extends TypeError {
  override readonly name = 'BrokenConnection'
}

export type Seen = { method: string; path: string; key: string | null; params: RawRecord }

/** The first rule that wants this request, which is then used up unless it is for always. */
export function takeFault(state: State, request: Seen): FaultRule | undefined {
  let taken: FaultRule | undefined
  for (const rule of state.faults) {
    if (!matches(rule, request)) continue
    rule.seen += 1
    if (!taken && (rule.match.nth === undefined || rule.seen === rule.match.nth)) taken = rule
  }
  if (taken && taken.times === 'once') state.faults = state.faults.filter((rule) => rule !== taken)
  return taken
}

function matches({ match }: FaultRule, request: Seen): boolean {
  if (match.method && match.method !== request.method) return false
  if (match.path && !pathMatches(match.path, request.path)) return false
  if (match.key !== undefined && match.key !== request.key) return false
  const sent = request.params.metadata
  const metadata = sent !== null && typeof sent === 'object' && !Array.isArray(sent) ? sent : {}
  return Object.entries(match.metadata ?? {}).every(([name, value]) => metadata[name] === value)
}

/** `*` stands for one part of a path, a `**` at the end for all the rest. */
const pathMatches = (pattern: string, path: string): boolean => {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  if (wanted.at(-1) !== '**' && wanted.length !== parts.length) return false
  return wanted.every((each, index) => each === '**' || each === '*' || each === parts[index])
}

export function errorOf(effect: Effect & { kind: 'error' }): ApiError {
  const named = effect.name && isRefusalName(effect.name) ? refusals[effect.name]() : undefined
  const base = named ?? refusals.api_error()
  return new ApiError(effect.status ?? base.status, effect.error ?? base.error, {
    headers: { ...base.headers, ...effect.headers },
    isSaved: effect.saved ?? base.isSaved,
  })
}

/** The answer as it arrives when something breaks on its way. */
export function damaged(kind: 'cut_body' | 'half_json' | 'html_502', answer: Answer): Response {
  if (kind === 'html_502') {
    return new Response('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>', {
      status: 502,
      headers: { 'Content-Type': 'text/html' },
    })
  }
  const half = answer.body.slice(0, Math.floor(answer.body.length / 2))
  if (kind === 'half_json') return new Response(half, { status: answer.status, headers: answer.headers })
  let isSent = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new BrokenConnection('the connection broke inside the body'))
      else controller.enqueue(new TextEncoder().encode(half))
      isSent = true
    },
  })
  return new Response(body, { status: answer.status, headers: answer.headers })
}
