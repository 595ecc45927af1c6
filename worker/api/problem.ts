import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'
import { Refusal } from '../errors.ts'

/** What is wrong with one field of a body (a JSON Pointer) or one parameter of an address (`?limit`). */
export type FieldError = { pointer: string; code: 'missing' | 'invalid' | 'unknown_field'; detail: string }

/** A body or an address that is understood and declined, field by field. */
export class InvalidInput extends Refusal {
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    super('invalid', errors.length === 1 ? 'One field is not as it should be.' : `${errors.length} fields are not as they should be.`)
    this.errors = errors
  }
}

const titles: Partial<Record<number, string>> = {
  400: 'Bad request',
  401: 'No valid key',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported type',
  422: 'Not valid',
  429: 'Too many requests',
  503: 'Unavailable',
}

/** RFC 9457 with our code and the request's id; a fault of ours keeps its message in the log. */
export function answerApiProblem(error: Refusal | undefined, c: Context<AppEnv>): Response {
  const status = error?.status ?? 500
  const problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Failed',
    status,
    detail: error?.message ?? 'Something went wrong on our side. Send the request again with the same Idempotency-Key.',
    code: error?.code ?? 'failed',
    ...(error instanceof InvalidInput && { errors: error.errors }),
    request_id: c.var.requestId,
  }
  if (status === 401) c.header('www-authenticate', 'Bearer realm="Goodword"')
  return c.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
}
