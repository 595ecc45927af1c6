import { Hono } from 'hono'
import { html } from 'hono/html'
import type Stripe from 'stripe'
import { createSession } from './checkout.ts'
import { cleanReference } from './client-reference.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId, newToken } from './ids.ts'
import { lineItemsOf, lineItems as readLineItems } from './line-items.ts'
import { page } from './page.ts'
import { embedded, listPage, pageParams } from './pagination.ts'
import { expand, flag, hash, ignored, mergedMetadata, metadata, oneOf, required, text, type Values } from './params.ts'
import { blankInvoiceCreation } from './session-shapes.ts'
import type { State } from './state.ts'
import { find, insert } from './table.ts'

const shape = {
  line_items: required(readLineItems),
  metadata,
  after_completion: hash({
    type: required(oneOf('hosted_confirmation', 'redirect')),
    redirect: hash({ url: required(text) }),
    hosted_confirmation: ignored,
  }),
  allow_promotion_codes: flag,
  customer_creation: oneOf('always', 'if_required'),
  invoice_creation: hash({ enabled: required(flag), invoice_data: ignored }),
  subscription_data: hash({ metadata, description: text }),
  payment_intent_data: hash({ metadata, description: text }),
  ...expand,
}

/** An address that anybody may be sent to; each visit opens a Checkout session of its own. */
function create(state: State, params: Values<typeof shape>, origin: string): Stripe.PaymentLink {
  const lines = lineItemsOf(state, params.line_items)
  const id = newId(state, 'plink')
  const redirect = params.after_completion?.redirect?.url
  const isRecurring = lines.some((line) => line.price?.recurring)
  const link: Stripe.PaymentLink = {
    id,
    object: 'payment_link',
    active: true,
    after_completion: redirect
      ? { redirect: { url: redirect }, type: 'redirect' }
      : { hosted_confirmation: { custom_message: null }, type: 'hosted_confirmation' },
    allow_promotion_codes: params.allow_promotion_codes ?? false,
    application: null,
    application_fee_amount: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false, liability: null },
    billing_address_collection: 'auto',
    consent_collection: null,
    currency: lines[0]?.currency ?? 'usd',
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_creation: params.customer_creation ?? (isRecurring ? 'always' : 'if_required'),
    inactive_message: null,
    invoice_creation: isRecurring ? null : { ...blankInvoiceCreation, enabled: params.invoice_creation?.enabled ?? false },
    line_items: embedded(lines, `/v1/payment_links/${id}/line_items`),
    livemode: false,
    managed_payments: null,
    metadata: mergedMetadata({}, params.metadata),
    on_behalf_of: null,
    payment_intent_data: null,
    payment_method_collection: 'always',
    payment_method_options: null,
    payment_method_types: null,
    phone_number_collection: { enabled: false },
    restrictions: null,
    shipping_address_collection: null,
    shipping_options: [],
    submit_type: 'auto',
    subscription_data: null,
    tax_id_collection: { enabled: false, required: 'never' },
    transfer_data: null,
    url: `${origin}/b/${newToken(state, 14)}`,
  }
  insert(state, state.tables.paymentLinks, state.platform.id, link)
  emit(state, 'payment_link.created', link)
  return link
}

const getLink = (state: State, id: string): Stripe.PaymentLink => {
  const link = find(state.tables.paymentLinks, state.platform.id, id)
  if (!link) throw noSuch('payment link', id)
  return link
}

export const paymentLinkEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_links', shape, ({ state, params, origin }) => create(state, params, origin)),
  endpoint('GET', '/v1/payment_links', { ...pageParams, active: flag }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.paymentLinks,
        owner,
        url: '/v1/payment_links',
        matches: (each) => params.active === undefined || each.active === params.active,
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/payment_links/:id', { ...expand }, (call) => getLink(call.state, part(call, 'id'))),
  endpoint('POST', '/v1/payment_links/:id', { active: flag, metadata, ...expand }, (call) => {
    const link = getLink(call.state, part(call, 'id'))
    if (call.params.active !== undefined) link.active = call.params.active
    link.metadata = mergedMetadata(link.metadata, call.params.metadata)
    emit(call.state, 'payment_link.updated', link)
    return link
  }),
  endpoint(
    'GET',
    '/v1/payment_links/:id/line_items',
    { ...pageParams },
    (call) => getLink(call.state, part(call, 'id')).line_items ?? embedded([], ''),
  ),
]

/** `/b/{link}?client_reference_id=…&prefilled_email=…` opens a session and leads to its page. */
export function paymentLinkPage(state: State, origin: string | undefined): Hono {
  const routes = new Hono()
  routes.get('/:link', (c) => {
    const url = new URL(c.req.url)
    const link = Object.values(state.tables.paymentLinks).find((row) => row.object.url.endsWith(url.pathname))?.object
    if (!link?.active) return c.html(page('This link is not active', html`<p>Ask those who sent it for another one.</p>`), 404)
    const session = createSession(state, askedBy(link, url), origin ?? url.origin)
    session.payment_link = link.id
    return c.redirect(session.url ?? '/', 303)
  })
  return routes
}

const askedBy = (link: Stripe.PaymentLink, url: URL) => ({
  mode: link.line_items?.data.some((line) => line.price?.recurring) ? ('subscription' as const) : ('payment' as const),
  line_items: (link.line_items?.data ?? []).map((line) => ({ price: line.price?.id, price_data: undefined, quantity: line.quantity ?? 1 })),
  success_url: link.after_completion.redirect?.url,
  cancel_url: undefined,
  client_reference_id: cleanReference(url.searchParams.get('client_reference_id') ?? undefined),
  customer: undefined,
  customer_email: url.searchParams.get('prefilled_email') ?? undefined,
  customer_creation: link.customer_creation === 'always' ? ('always' as const) : undefined,
  metadata: link.metadata,
  subscription_data: { metadata: link.metadata, trial_period_days: undefined, description: undefined },
  payment_intent_data: { metadata: link.metadata, description: undefined },
  invoice_creation: link.invoice_creation?.enabled ? { enabled: true, invoice_data: undefined } : undefined,
  allow_promotion_codes: undefined,
  discounts: undefined,
  expires_at: undefined,
  ui_mode: undefined,
  expand: undefined,
})
