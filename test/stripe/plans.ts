import { invalidRequest, isRefusalName } from './errors.ts'
import type { DeliveryChange, SenderRule } from './events.ts'
import type { Effect, FaultRule } from './faults.ts'
import type { Raw, RawRecord } from './form.ts'
import { flag, hash, integer, oneOf, readParams, required, text } from './params.ts'

const effectShape = {
  kind: required(oneOf('drop', 'hang', 'delay', 'land_late', 'cut_body', 'half_json', 'html_502', 'error', 'forget_key')),
  ms: integer({ min: 0 }),
  seconds: integer({ min: 0 }),
  name: text,
  status: integer({ min: 400, max: 599 }),
  error: (raw: Raw) => raw,
  headers: (raw: Raw) => raw,
  saved: flag,
}
const texts = (raw: Raw): Record<string, string> =>
  raw !== null && typeof raw === 'object' && !Array.isArray(raw)
    ? Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, String(value)]))
    : {}

const faultShape = {
  match: hash({
    method: oneOf('GET', 'POST', 'DELETE'),
    path: text,
    nth: integer({ min: 1 }),
    key: text,
    metadata: (raw: Raw) => (raw === undefined ? undefined : texts(raw)),
  }),
  when: oneOf('before', 'after'),
  // biome-ignore lint/suspicious/noThenProperty: the word of the fault plan's JSON; nobody awaits a shape
  then: (raw: Raw, at: string): Effect => effectOf(typeof raw === 'string' ? { kind: raw } : raw, at),
  times: oneOf('once', 'always'),
}

function effectOf(raw: Raw, at: string): Effect {
  const { kind, ms, seconds, name, status, error, headers, saved } = required(hash(effectShape))(raw, at)
  if (kind === 'delay') return { kind, ms: ms ?? 1000 }
  if (kind === 'land_late') return { kind, seconds: seconds ?? 1200 }
  if (kind !== 'error') return { kind }
  if (name !== undefined && !isRefusalName(name)) throw invalidRequest(`There is no error named '${name}'.`, { param: at })
  const body = error === undefined ? undefined : { type: 'api_error', message: 'An error of the fault plan.', ...texts(error) }
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
    ...(body ? { error: body } : {}),
    ...(headers === undefined ? {} : { headers: texts(headers) }),
    ...(saved === undefined ? {} : { saved }),
  }
}

const defined = <T extends object>(value: T) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))

/** Fault rules from the JSON of a script. */
export const faultRules = (raw: Raw): FaultRule[] =>
  records(raw).map((each) => {
    const { match, when, then, times } = readParams(faultShape, each)
    return { match: defined(match ?? {}), when: when ?? 'after', then, times: times ?? 'once', seen: 0 }
  })

const senderShape = {
  match: hash({ type: text, object: text, destination: text, nth: integer({ min: 1 }) }),
  do: required(oneOf('duplicate', 'twin', 'reorder', 'delay', 'withhold', 'before_answer', 'change')),
  seconds: integer({ min: 0 }),
  change: hash({ apiVersion: text, livemode: flag, badSignature: flag }),
  times: oneOf('once', 'always'),
}

/** Sender rules from the JSON of a script. */
export const senderRules = (raw: Raw): SenderRule[] =>
  records(raw).map((each) => {
    const { match, do: what, seconds, change, times } = readParams(senderShape, each)
    const changed: DeliveryChange = defined(change ?? {})
    return {
      match: defined(match ?? {}),
      do: what,
      ...(seconds === undefined ? {} : { seconds }),
      ...(change ? { change: changed } : {}),
      times: times ?? 'always',
      seen: 0,
    }
  })

/** A list of rules, or `{ "rules": […] }`. */
function records(raw: Raw): RawRecord[] {
  const rules = raw !== null && typeof raw === 'object' && !Array.isArray(raw) ? raw.rules : raw
  const isRecord = (each: Raw): each is RawRecord => each !== null && typeof each === 'object' && !Array.isArray(each)
  if (!Array.isArray(rules) || !rules.every(isRecord)) throw invalidRequest('Send a JSON list of rules.')
  return rules
}
