import { type Act, act } from './act.ts'
import { noSuch } from './errors.ts'
import { createDestination } from './event-endpoints.ts'
import { enqueue } from './events.ts'
import { listOf, oneOf, required, text, type Values } from './params.ts'
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

function postAgain(state: State, id: string): object {
  const type = state.tables.events[id]?.object.type ?? state.tables.thinEvents[id]?.object.type
  if (!type) throw noSuch('event', id)
  const destinations = new Set(state.deliveries.filter((each) => each.event === id).map((each) => each.destination))
  for (const destination of destinations) enqueue(state, id, type, destination)
  return { event: id, sentTo: destinations.size }
}

function withhold(state: State, id: string): object {
  const waiting = state.deliveries.filter((each) => each.event === id && each.status === 'due')
  for (const each of waiting) each.status = 'withheld'
  return { event: id, withheld: waiting.length }
}

/** Where webhooks go, and which of them go again or not at all. */
export const senderActs: Act[] = [
  act('resend', { event: required(text) }, (state, params) => postAgain(state, params.event)),
  act('withhold', { event: required(text) }, (state, params) => withhold(state, params.event)),
  act('destination', destinationShape, registerDestination),
]
