import { findCall } from './calls.ts'
import type { Exchange } from './exchanges.ts'

/** stripe-node makes a key up where none is given: it protects nothing across jobs. */
export const hasOurKey = ({ idempotencyKey }: Exchange): boolean => idempotencyKey !== null && !idempotencyKey.startsWith('stripe-node-')

/** One request as a snapshot shows it: how it travels and the names of what it carries, ids and amounts left out. */
export function shapeOfRequest(exchange: Exchange): string {
  const { method, path, version, contentType, params } = exchange
  const { expand, include, ...rest } = params
  const fields = Object.entries({ expand, include }).flatMap(([name, each]) =>
    Array.isArray(each) ? each.map((field) => `  ${name}: ${String(field)}`) : [],
  )
  const how = [
    `${method} ${findCall(method, path)?.path ?? path}`,
    version ?? 'no version',
    contentType,
    hasOurKey(exchange) && 'under our key',
  ]
  return [how.filter(Boolean).join(' · '), ...fields, ...namesIn(rest).map((name) => `  ${name}`)].join('\n')
}

/** The fields of an answer with the kind of what stands in them; of a list the first entry. */
export function shapeOfAnswer({ method, path, status, answer }: Exchange): string {
  const head = `${method} ${findCall(method, path)?.path ?? path} → ${status}`
  return [head, ...namesIn(answer).map((name) => `  ${name}`)].join('\n')
}

/** `metadata.goodword_payout: string`; lists as `data[]`. Empty ones end the path. */
function namesIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length > 0 ? [...new Set(value.flatMap((each) => namesIn(each, `${at}[]`)))] : [`${at}: none`]
  if (typeof value !== 'object' || value === null) return [`${at}: ${value === null ? 'null' : typeof value}`]
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return at ? [`${at}: empty`] : []
  return entries.flatMap(([name, each]) => namesIn(each, at ? `${at}.${name}` : name))
}
