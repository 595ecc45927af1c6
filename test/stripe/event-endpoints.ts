import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, noSuch } from './errors.ts'
import { apiVersion, enqueue, type ThinEvent } from './events.ts'
import { newId, newToken } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams, v2Page } from './pagination.ts'
import { expand, flag, hash, ignored, integer, listOf, metadata, oneOf, required, text, type Values } from './params.ts'
import { nowText, type State } from './state.ts'
import { find, insert } from './table.ts'

const destinationShape = {
  name: required(text),
  type: required(oneOf('webhook_endpoint')),
  event_payload: required(oneOf('snapshot', 'thin')),
  enabled_events: required(listOf(required(text))),
  events_from: listOf(required(text)),
  snapshot_api_version: text,
  webhook_endpoint: required(hash({ url: required(text) })),
  description: text,
  include: listOf(required(oneOf('webhook_endpoint.signing_secret', 'webhook_endpoint.url'))),
  metadata,
}

const changeShape = {
  name: text,
  description: text,
  enabled_events: listOf(required(text)),
  webhook_endpoint: hash({ url: required(text) }),
  include: ignored,
  metadata,
}

/** A place that events are sent to. Its secret is shown once, in the answer to its making. */
export function createDestination(
  state: State,
  params: Values<typeof destinationShape>,
  secrets?: string[],
): Stripe.V2.Core.EventDestination {
  if (params.event_payload === 'thin' && params.snapshot_api_version) {
    throw badParameter('snapshot_api_version is only for snapshot destinations.', 'snapshot_api_version')
  }
  const signing = secrets ?? [`whsec_${newToken(state, 32)}`]
  const destination: Stripe.V2.Core.EventDestination = {
    id: newId(state, 'ed_test'),
    object: 'v2.core.event_destination',
    created: nowText(state),
    description: params.description ?? '',
    enabled_events: params.enabled_events,
    event_payload: params.event_payload,
    events_from: params.events_from ?? ['@self'],
    livemode: false,
    metadata: params.metadata ?? {},
    name: params.name,
    ...(params.event_payload === 'snapshot' ? { snapshot_api_version: params.snapshot_api_version ?? apiVersion } : {}),
    status: 'enabled',
    type: 'webhook_endpoint',
    updated: nowText(state),
    webhook_endpoint: { url: params.webhook_endpoint.url },
  }
  state.destinations[destination.id] = { destination, secrets: signing }
  return { ...destination, webhook_endpoint: { url: params.webhook_endpoint.url, ...(signing[0] ? { signing_secret: signing[0] } : {}) } }
}

const getDestination = (state: State, id: string): Stripe.V2.Core.EventDestination => {
  const found = state.destinations[id]
  if (!found) throw noSuch('event destination', id)
  return found.destination
}

const setStatus = (state: State, id: string, status: 'enabled' | 'disabled') => {
  const destination = getDestination(state, id)
  destination.status = status
  destination.updated = nowText(state)
  return destination
}

/** A test event for one destination alone, whatever it listens to. */
function ping(state: State, { id }: Stripe.V2.Core.EventDestination): ThinEvent {
  const event: ThinEvent = {
    id: `evt_test_${newToken(state, 24)}`,
    object: 'v2.core.event',
    type: 'v2.core.event_destination.ping',
    created: nowText(state),
    livemode: false,
    related_object: { id, type: 'v2.core.event_destination', url: `/v2/core/event_destinations/${id}` },
  }
  insert(state, state.tables.thinEvents, state.platform.id, event)
  enqueue(state, event.id, event.type, id)
  return event
}

const eventFilters = { ...createdParams, type: text, types: listOf(required(text)), delivery_success: flag }

/** Whether all webhooks of an event arrived; an event that nobody wanted counts as delivered. */
const isDelivered = (state: State, event: string): boolean =>
  state.deliveries.every((each) => each.event !== event || each.status === 'delivered')

export const eventEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/events', { ...pageParams, ...eventFilters }, ({ state, owner, params }) => {
    const isKept = (created: number) => created * 1000 > state.nowMs - 30 * 86_400_000
    return listPage(
      {
        table: state.tables.events,
        owner,
        url: '/v1/events',
        matches: (each) =>
          isKept(each.created) &&
          isWithin(params.created, each.created) &&
          (!params.type || isOfType(params.type, each.type)) &&
          (!params.types || params.types.includes(each.type)) &&
          (params.delivery_success === undefined || isDelivered(state, each.id) === params.delivery_success),
      },
      params,
    )
  }),
  endpoint('GET', '/v1/events/:id', { ...expand }, (call) => {
    const found = find(call.state.tables.events, call.owner, part(call, 'id'))
    if (!found) throw noSuch('event', part(call, 'id'))
    return found
  }),
  endpoint(
    'GET',
    '/v2/core/events',
    { object_id: text, limit: integer({ min: 1, max: 100 }), page: text, types: listOf(required(text)), created: ignored },
    ({ state, params }) =>
      v2Page(
        state,
        {
          table: state.tables.thinEvents,
          path: '/v2/core/events',
          matches: (each) =>
            (!params.object_id || each.related_object?.id === params.object_id) && (!params.types || params.types.includes(each.type)),
        },
        params,
        params.object_id ? { object_id: params.object_id } : {},
      ),
  ),
  endpoint('GET', '/v2/core/events/:id', {}, (call) => {
    const found = find(call.state.tables.thinEvents, call.state.platform.id, part(call, 'id'))
    if (!found) throw noSuch('event', part(call, 'id'))
    return found
  }),
  endpoint('POST', '/v2/core/event_destinations', destinationShape, ({ state, params }) => createDestination(state, params)),
  endpoint('GET', '/v2/core/event_destinations', { limit: integer({ min: 1, max: 100 }), page: text, include: ignored }, ({ state }) => ({
    data: Object.values(state.destinations).map((each) => each.destination),
    next_page_url: null,
    previous_page_url: null,
  })),
  endpoint('GET', '/v2/core/event_destinations/:id', { include: ignored }, (call) => getDestination(call.state, part(call, 'id'))),
  endpoint('POST', '/v2/core/event_destinations/:id', changeShape, (call) => {
    const destination = getDestination(call.state, part(call, 'id'))
    const { name, description, enabled_events, webhook_endpoint } = call.params
    if (name) destination.name = name
    if (description !== undefined) destination.description = description
    if (enabled_events) destination.enabled_events = enabled_events
    if (webhook_endpoint) destination.webhook_endpoint = webhook_endpoint
    destination.updated = nowText(call.state)
    return destination
  }),
  endpoint('POST', '/v2/core/event_destinations/:id/disable', {}, (call) => setStatus(call.state, part(call, 'id'), 'disabled')),
  endpoint('POST', '/v2/core/event_destinations/:id/enable', {}, (call) => setStatus(call.state, part(call, 'id'), 'enabled')),
  endpoint('POST', '/v2/core/event_destinations/:id/ping', {}, (call) => {
    return ping(call.state, getDestination(call.state, part(call, 'id')))
  }),
  endpoint('DELETE', '/v2/core/event_destinations/:id', {}, (call) => {
    const { id } = getDestination(call.state, part(call, 'id'))
    delete call.state.destinations[id]
    return { id, object: 'v2.core.event_destination' }
  }),
]

const isOfType = (wanted: string, type: string): boolean => (wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : wanted === type)
