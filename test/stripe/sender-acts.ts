import { type Act, act, optional } from './act.ts'
import { noSuch } from './errors.ts'
import { createDestination } from './event-endpoints.ts'
import { enqueue, type SenderRule } from './events.ts'
import { integer, listOf, oneOf, required, text, type Values } from './params.ts'
import type { State } from './state.ts'

const destinationShape = {
  url: required(text),
  secrets: required(listOf(required(text))),
  payload: oneOf('snapshot', 'thin'),
  from: listOf(required(text)),
  events: listOf(required(text)),
  name: text,
}

/**
 * One destination for each address: registering it again changes it and keeps its id, so that a restart may simply say all of them and what
 * was still in the post arrives.
 */
export function registerDestination(state: State, asked: Values<typeof destinationShape>): object {
  const payload = asked.payload ?? 'snapshot'
  const enabled_events = asked.events ?? ['*']
  const events_from = asked.from ?? [payload === 'thin' ? '@accounts' : '@self']
  const known = Object.values(state.destinations).find(({ destination }) => destination.webhook_endpoint?.url === asked.url)
  if (known && known.destination.event_payload === payload) {
    known.secrets = asked.secrets
    return Object.assign(known.destination, { name: asked.name ?? asked.url, enabled_events, events_from, status: 'enabled' })
  }
  if (known) delete state.destinations[known.destination.id]
  const more = { snapshot_api_version: undefined, description: undefined, include: undefined, metadata: undefined }
  const webhook_endpoint = { url: asked.url }
  const name = asked.name ?? asked.url
  return createDestination(
    state,
    { name, type: 'webhook_endpoint', event_payload: payload, enabled_events, events_from, webhook_endpoint, ...more },
    asked.secrets,
  )
}

function postAgain(state: State, id: string, times = 1): object {
  const type = state.tables.events[id]?.object.type ?? state.tables.thinEvents[id]?.object.type
  if (!type) throw noSuch('event', id)
  const destinations = new Set(state.deliveries.filter((each) => each.event === id).map((each) => each.destination))
  for (let n = 0; n < times; n += 1) for (const destination of destinations) enqueue(state, id, type, destination)
  return { event: id, sentTo: destinations.size }
}

/** The newest events that went anywhere once more, the newest first: nobody may rely on their order. */
function postBackwards(state: State, count: number): object {
  const posted = new Set(state.deliveries.map((each) => each.event))
  const events = newestEvents(state).filter(({ object }) => posted.has(object.id))
  const sent = events.slice(0, count).map(({ object }) => postAgain(state, object.id))
  return { object: 'list', data: sent }
}

/** v1 and v2 together, newest first. */
export const newestEvents = (state: State) =>
  [...Object.values(state.tables.events), ...Object.values(state.tables.thinEvents)].sort((a, b) => b.seq - a.seq)

/** How all events are sent from now on, in a word. */
export const manners = {
  'as they happen': undefined,
  'each twice': 'duplicate',
  'each as two events': 'twin',
  'newest first': 'reorder',
  'an hour late': 'delay',
  'not at all': 'withhold',
} as const satisfies Record<string, SenderRule['do'] | undefined>
type Manner = keyof typeof manners
const mannerNames = Object.keys(manners) as Manner[] // the keys of the table above

/** The rule that spoils every event, whoever set it; rules about some events stay. */
const isForAll = ({ match, times }: SenderRule) => times === 'always' && Object.keys(match).length === 0

export const mannerOf = (state: State): Manner | undefined => {
  const rule = state.sender.find(isForAll)
  return rule ? mannerNames.find((name) => manners[name] === rule.do) : 'as they happen'
}

function sendFromNowOn(state: State, manner: Manner): object {
  const what = manners[manner]
  state.sender = state.sender.filter((rule) => !isForAll(rule))
  if (what) state.sender.push({ match: {}, do: what, ...(what === 'delay' ? { seconds: 3_600 } : {}), times: 'always', seen: 0 })
  return { manner }
}

function withhold(state: State, id: string): object {
  const waiting = state.deliveries.filter((each) => each.event === id && each.status === 'due')
  for (const each of waiting) each.status = 'withheld'
  return { event: id, withheld: waiting.length }
}

/** Where webhooks go, and which of them go again or not at all. */
export const senderActs: Act[] = [
  act('resend', { event: required(text), times: optional(integer({ min: 1, max: 10 })) }, (state, params) =>
    postAgain(state, params.event, params.times),
  ),
  act('resend-newest', { count: required(integer({ min: 1, max: 100 })) }, (state, params) => postBackwards(state, params.count)),
  act('sending', { manner: required(oneOf(...mannerNames)) }, (state, params) => sendFromNowOn(state, params.manner)),
  act('withhold', { event: required(text) }, (state, params) => withhold(state, params.event)),
  act('destination', destinationShape, registerDestination),
]
