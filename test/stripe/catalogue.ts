import type Stripe from 'stripe'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, flag, hash, ignored, integer, mergedMetadata, metadata, oneOf, required, text } from './params.ts'
import { now, type State } from './state.ts'
import { find, insert } from './table.ts'

export type Interval = 'day' | 'week' | 'month' | 'year'

/** On the wire a decimal is a text; stripe-node makes its Decimal of it. */
export function decimal(amount: number): Stripe.Decimal
export function decimal(amount: number | null): Stripe.Decimal | null
export function decimal(amount: number | null): Stripe.Decimal | null {
  return amount === null ? null : (String(amount) as unknown as Stripe.Decimal)
}

export function createProduct(
  state: State,
  asked: { name: string; description?: string | undefined; metadata?: Record<string, string> | undefined; active?: boolean | undefined },
): Stripe.Product {
  const product: Stripe.Product = {
    id: newId(state, 'prod').slice(0, 19),
    object: 'product',
    active: asked.active ?? true,
    created: now(state),
    default_price: null,
    description: asked.description ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: mergedMetadata({}, asked.metadata),
    name: asked.name,
    package_dimensions: null,
    shippable: null,
    tax_details: null,
    type: 'service',
    updated: now(state),
    url: null,
  }
  insert(state, state.tables.products, state.platform.id, product)
  emit(state, 'product.created', product)
  return product
}

type PriceFacts = {
  product: string
  currency: string
  amount: number
  interval?: Interval | undefined
  intervalCount?: number | undefined
  nickname?: string | undefined
  metadata?: Record<string, string> | undefined
}

export function createPrice(state: State, asked: PriceFacts): Stripe.Price {
  const price: Stripe.Price = {
    id: newId(state, 'price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: now(state),
    currency: asked.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: mergedMetadata({}, asked.metadata),
    nickname: asked.nickname ?? null,
    product: asked.product,
    recurring: asked.interval
      ? { interval: asked.interval, interval_count: asked.intervalCount ?? 1, meter: null, trial_period_days: null, usage_type: 'licensed' }
      : null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: asked.interval ? 'recurring' : 'one_time',
    unit_amount: asked.amount,
    unit_amount_decimal: decimal(asked.amount),
  }
  insert(state, state.tables.prices, state.platform.id, price)
  emit(state, 'price.created', price)
  return price
}

export const getPrice = (state: State, id: string, param = 'id'): Stripe.Price => {
  const price = find(state.tables.prices, state.platform.id, id)
  if (!price) throw noSuch('price', id, param)
  return price
}

const everyInterval = {
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer({ min: 1, max: 36 }),
}
const recurring = hash({ ...everyInterval, usage_type: oneOf('licensed') })
const writtenOut = {
  currency: required(currency),
  unit_amount: required(integer({ min: 0 })),
  product: text,
  recurring: hash(everyInterval),
  tax_behavior: text,
}

/** A price written out where it is used: in a checkout with a product of its own, in a subscription for one that exists. */
export const priceData = hash({
  ...writtenOut,
  product_data: hash({ name: required(text), description: text, metadata, tax_code: text, images: ignored }),
})
export const itemPriceData = hash({ ...writtenOut, product: required(text) })
type Written = NonNullable<ReturnType<typeof priceData>>
type PriceData = Omit<Written, 'product_data'> & { product_data?: Written['product_data'] }

export function priceFrom(state: State, data: PriceData): Stripe.Price {
  const product = data.product ?? (data.product_data ? createProduct(state, data.product_data).id : undefined)
  if (!product) throw badParameter('You must pass either `product` or `product_data`.', 'product')
  return createPrice(state, {
    product,
    currency: data.currency,
    amount: data.unit_amount,
    interval: data.recurring?.interval,
    intervalCount: data.recurring?.interval_count,
  })
}

const productShape = {
  name: required(text),
  description: text,
  active: flag,
  metadata,
  type: text,
  url: text,
  tax_code: text,
  images: ignored,
  ...expand,
}

const priceShape = {
  currency: required(currency),
  unit_amount: required(integer({ min: 0 })),
  product: text,
  product_data: hash({ name: required(text), metadata, active: flag }),
  recurring,
  nickname: text,
  metadata,
  tax_behavior: text,
  lookup_key: text,
  ...expand,
}

export const catalogueEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/products', productShape, ({ state, params }) => createProduct(state, params)),
  endpoint('GET', '/v1/products', { ...pageParams, ...createdParams, active: flag }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.products,
        owner,
        url: '/v1/products',
        matches: (each) => isWithin(params.created, each.created) && (params.active === undefined || each.active === params.active),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/products/:id', { ...expand }, (call) => {
    const product = find(call.state.tables.products, call.owner, part(call, 'id'))
    if (!product) throw noSuch('product', part(call, 'id'))
    return product
  }),
  endpoint('POST', '/v1/prices', priceShape, ({ state, params }) => {
    const price = priceFrom(state, {
      ...params,
      product_data: params.product_data
        ? { ...params.product_data, description: undefined, tax_code: undefined, images: undefined }
        : undefined,
    })
    price.nickname = params.nickname ?? null
    price.metadata = mergedMetadata({}, params.metadata)
    return price
  }),
  endpoint(
    'GET',
    '/v1/prices',
    { ...pageParams, ...createdParams, product: text, active: flag, currency, type: oneOf('one_time', 'recurring') },
    ({ state, owner, params }) =>
      listPage(
        {
          table: state.tables.prices,
          owner,
          url: '/v1/prices',
          matches: (each) =>
            isWithin(params.created, each.created) &&
            (!params.product || each.product === params.product) &&
            (!params.type || each.type === params.type),
        },
        params,
      ),
  ),
  endpoint('POST', '/v1/products/:id', { name: text, description: text, active: flag, metadata, ...expand }, (call) => {
    const product = find(call.state.tables.products, call.owner, part(call, 'id'))
    if (!product) throw noSuch('product', part(call, 'id'))
    const { name, description, active } = call.params
    if (name) product.name = name
    if (description !== undefined) product.description = description || null
    if (active !== undefined) product.active = active
    product.metadata = mergedMetadata(product.metadata, call.params.metadata)
    product.updated = now(call.state)
    emit(call.state, 'product.updated', product)
    return product
  }),
  endpoint('POST', '/v1/prices/:id', { active: flag, nickname: text, metadata, ...expand }, (call) => {
    const price = getPrice(call.state, part(call, 'id'))
    if (call.params.active !== undefined) price.active = call.params.active
    if (call.params.nickname !== undefined) price.nickname = call.params.nickname || null
    price.metadata = mergedMetadata(price.metadata, call.params.metadata)
    emit(call.state, 'price.updated', price)
    return price
  }),
  endpoint('GET', '/v1/prices/:id', { ...expand }, (call) => getPrice(call.state, part(call, 'id'))),
]
