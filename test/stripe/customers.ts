import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, embedded, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, ignored, mergedMetadata, metadata, text, textUpTo, type Values } from './params.ts'
import { now, type State } from './state.ts'
import { find, insert, newestFirst } from './table.ts'

const shape = {
  email: textUpTo(512),
  name: textUpTo(256),
  description: text,
  phone: text,
  metadata,
  address: ignored,
  invoice_settings: ignored,
  ...expand,
}

export function createCustomer(
  state: State,
  asked: {
    email?: string | undefined
    name?: string | undefined
    metadata?: Record<string, string> | undefined
    description?: string | undefined
  },
): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: `cus_${newId(state, 'c').slice(3, 17)}`,
    object: 'customer',
    address: null,
    balance: 0,
    created: now(state),
    currency: null,
    default_source: null,
    delinquent: false,
    description: asked.description ?? null,
    discount: null,
    email: asked.email ?? null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: mergedMetadata({}, asked.metadata),
    name: asked.name ?? null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  insert(state, state.tables.customers, state.platform.id, customer)
  emit(state, 'customer.created', customer)
  return customer
}

export const getCustomer = (state: State, id: string, param = 'id'): Stripe.Customer => {
  const customer = find(state.tables.customers, state.platform.id, id)
  if (!customer) throw noSuch('customer', id, param)
  return customer
}

function update(state: State, customer: Stripe.Customer, params: Values<typeof shape>): Stripe.Customer {
  if (params.email !== undefined) customer.email = params.email || null
  if (params.name !== undefined) customer.name = params.name || null
  if (params.description !== undefined) customer.description = params.description || null
  if (params.phone !== undefined) customer.phone = params.phone || null
  customer.metadata = mergedMetadata(customer.metadata, params.metadata)
  emit(state, 'customer.updated', customer)
  return customer
}

const withSubscriptions = (state: State, customer: Stripe.Customer): Stripe.Customer => ({
  ...customer,
  subscriptions: embedded(
    newestFirst(state.tables.subscriptions, state.platform.id).filter(
      (each) => each.customer === customer.id && each.status !== 'canceled',
    ),
    `/v1/customers/${customer.id}/subscriptions`,
  ),
})

export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', { ...shape, payment_method: ignored }, ({ state, params }) => createCustomer(state, params)),
  endpoint('GET', '/v1/customers', { ...pageParams, ...createdParams, email: text }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.customers,
        owner,
        url: '/v1/customers',
        matches: (each) => isWithin(params.created, each.created) && (!params.email || each.email === params.email),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/customers/:id', { ...expand }, (call) => withSubscriptions(call.state, getCustomer(call.state, part(call, 'id')))),
  endpoint('POST', '/v1/customers/:id', shape, (call) => update(call.state, getCustomer(call.state, part(call, 'id')), call.params)),
]
