import { createSession, expireSession, getSession } from './checkout.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest } from './errors.ts'
import { createdParams, embedded, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, oneOf, text } from './params.ts'
import { checkoutShape } from './session-shapes.ts'

const filters = { ...createdParams, customer: text, payment_intent: text, subscription: text, status: oneOf('complete', 'expired', 'open') }

export const checkoutEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/checkout/sessions', checkoutShape, ({ state, params, origin }) => createSession(state, params, origin)),
  endpoint('GET', '/v1/checkout/sessions', { ...pageParams, ...filters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.checkoutSessions,
        owner,
        url: '/v1/checkout/sessions',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.customer || each.customer === params.customer) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent) &&
          (!params.subscription || each.subscription === params.subscription) &&
          (!params.status || each.status === params.status),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/checkout/sessions/:id', { ...expand }, (call) => getSession(call.state, part(call, 'id'))),
  endpoint(
    'GET',
    '/v1/checkout/sessions/:id/line_items',
    { ...pageParams },
    (call) => getSession(call.state, part(call, 'id')).line_items ?? embedded([], ''),
  ),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', { ...expand }, (call) => {
    const session = getSession(call.state, part(call, 'id'))
    if (session.status !== 'open') throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.')
    return expireSession(call.state, session.id)
  }),
]
