import { newId, newToken } from './ids.ts'
import { now, nowText, type State } from './state.ts'
import { insert } from './table.ts'

export const apiVersion = '2026-10-28.endive'

/** A v1 event: the whole object as it was when the event happened. */
export type SnapshotEvent = {
  id: string
  object: 'event'
  account?: string
  api_version: string
  created: number
  data: { object: unknown; previous_attributes?: Record<string, unknown> }
  livemode: boolean
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

/** A v2 event. What is sent is thin: without `data`, which only `GET /v2/core/events/{id}` gives. */
export type ThinEvent = {
  id: string
  object: 'v2.core.event'
  type: string
  created: string
  livemode: boolean
  context?: string
  related_object?: { id: string; type: string; url: string }
  reason?: { type: 'request'; request: { id: string; idempotency_key: string } }
  data?: Record<string, unknown>
}

export type DeliveryChange = { apiVersion?: string; livemode?: boolean; badSignature?: boolean }
export type Delivery = {
  id: string
  event: string
  type: string
  destination: string
  dueMs: number
  attempts: number
  status: 'due' | 'delivered' | 'failed' | 'withheld'
  /** The status of the last answer, or null when nobody answered. */
  answered: number | null
  isEarly: boolean
  isLast: boolean
  change: DeliveryChange
}

/**
 * What the sender does wrong. `duplicate`: sent twice. `twin`: a second event for the same change. `reorder`: after all others that are due.
 * `delay`: `seconds` later. `withhold`: not at all (until resent). `before_answer`: before the API answers the request that caused it.
 * `change`: with another `apiVersion` or `livemode`, or a bad signature.
 */
export type SenderRule = {
  match: { type?: string; object?: string; destination?: string; nth?: number }
  do: 'duplicate' | 'twin' | 'reorder' | 'delay' | 'withhold' | 'before_answer' | 'change'
  seconds?: number
  change?: DeliveryChange
  times: 'once' | 'always'
  seen: number
}

type Happening = { owner: string; type: string; payload: 'snapshot' | 'thin'; objectId: string | undefined }

/** Records that something happened to a v1 object, and puts it in the post for every destination that asked for it. */
export function emit(
  state: State,
  type: string,
  object: { object: string; id?: string },
  more: { owner?: string; previous?: Record<string, unknown> } = {},
): void {
  const owner = more.owner ?? state.platform.id
  const happening: Happening = { owner, type, payload: 'snapshot', objectId: object.id }
  const make = (): string => {
    const event: SnapshotEvent = {
      id: newId(state, 'evt'),
      object: 'event',
      ...(owner === state.platform.id ? {} : { account: owner }),
      api_version: apiVersion,
      created: now(state),
      data: { object: structuredClone(object), ...(more.previous ? { previous_attributes: more.previous } : {}) },
      livemode: false,
      pending_webhooks: wanting(state, happening).length,
      request: { id: state.cause?.id ?? null, idempotency_key: state.cause?.key ?? null },
      type,
    }
    return insert(state, state.tables.events, owner, event).id
  }
  post(state, happening, make)
}

/** Records a v2 event about an account; `data` is for those who fetch it. */
export function emitThin(
  state: State,
  type: string,
  account: string,
  more: { data?: Record<string, unknown>; isRelated?: boolean } = {},
): void {
  const happening: Happening = { owner: account, type, payload: 'thin', objectId: account }
  const related = { id: account, type: 'v2.core.account', url: `/v2/core/accounts/${account}` }
  const make = (): string => {
    const event: ThinEvent = {
      id: `evt_test_${newToken(state, 24)}`,
      object: 'v2.core.event',
      type,
      created: nowText(state),
      livemode: false,
      context: account,
      ...(more.isRelated === false ? {} : { related_object: related }),
      ...(state.cause ? { reason: { type: 'request', request: { id: state.cause.id, idempotency_key: state.cause.key ?? '' } } } : {}),
      ...(more.data ? { data: more.data } : {}),
    }
    return insert(state, state.tables.thinEvents, state.platform.id, event).id
  }
  post(state, happening, make)
}

const wanting = (state: State, { owner, type, payload }: Happening): string[] =>
  Object.values(state.destinations)
    .map(({ destination }) => destination)
    .filter(
      (each) =>
        each.status === 'enabled' &&
        each.event_payload === payload &&
        (each.events_from ?? ['@self']).includes(owner === state.platform.id ? '@self' : '@accounts') &&
        each.enabled_events.some((wanted) => wanted === '*' || wanted === type),
    )
    .map((each) => each.id)

function post(state: State, happening: Happening, make: () => string): void {
  const events = [make()]
  for (const destination of wanting(state, happening)) {
    const rules = takeSenderRules(state, happening, destination)
    if (rules.some((rule) => rule.do === 'twin') && events.length === 1) events.push(make())
    for (const event of events) {
      enqueue(state, event, happening.type, destination, rules)
      if (rules.some((rule) => rule.do === 'duplicate')) enqueue(state, event, happening.type, destination, rules)
    }
  }
}

function takeSenderRules(state: State, { type, objectId }: Happening, destination: string): SenderRule[] {
  const taken = state.sender.filter(({ match }) => {
    if (match.type && match.type !== type) return false
    if (match.object && match.object !== objectId) return false
    return !match.destination || match.destination === destination
  })
  for (const rule of taken) rule.seen += 1
  const used = taken.filter((rule) => rule.match.nth === undefined || rule.match.nth === rule.seen)
  state.sender = state.sender.filter((rule) => rule.times === 'always' || !used.includes(rule))
  return used
}

/** Puts one event in the post for one destination; rules may spoil it. */
export function enqueue(state: State, event: string, type: string, destination: string, rules: SenderRule[] = []): void {
  const delayMs = Math.max(0, ...rules.filter((rule) => rule.do === 'delay').map((rule) => (rule.seconds ?? 60) * 1000))
  state.deliveries.push({
    id: newId(state, 'dlv'),
    event,
    type,
    destination,
    dueMs: state.nowMs + delayMs,
    attempts: 0,
    status: rules.some((rule) => rule.do === 'withhold') ? 'withheld' : 'due',
    answered: null,
    isEarly: rules.some((rule) => rule.do === 'before_answer'),
    isLast: rules.some((rule) => rule.do === 'reorder'),
    change: Object.assign({}, ...rules.map((rule) => rule.change ?? {})),
  })
}
