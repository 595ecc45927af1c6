import type Stripe from 'stripe'
import { bankRequirement, capabilityIn, closeAccount, requirement } from './account-state.ts'
import { getAccount } from './account-view.ts'
import { currencyOf } from './countries.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest } from './errors.ts'
import { emitThin } from './events.ts'
import { newId } from './ids.ts'
import { v2Page } from './pagination.ts'
import { flag, hash, ignored, integer, listOf, mergedMetadata, metadata, oneOf, required, text, type Values } from './params.ts'
import { nowText, type State } from './state.ts'
import { insert } from './table.ts'

const includable = [
  'configuration.customer',
  'configuration.merchant',
  'configuration.recipient',
  'defaults',
  'future_requirements',
  'identity',
  'requirements',
] as const
const include = listOf(required(oneOf(...includable)))
const requested = hash({ requested: required(flag) })

const configuration = hash({
  customer: ignored,
  merchant: hash({ capabilities: hash({ card_payments: requested }), mcc: text, support: ignored, branding: ignored }),
  recipient: hash({
    capabilities: hash({ stripe_balance: hash({ stripe_transfers: requested }), bank_accounts: ignored, cards: ignored }),
  }),
})
const responsibilities = hash({
  fees_collector: required(oneOf('application', 'application_custom', 'application_express', 'stripe')),
  losses_collector: required(oneOf('application', 'stripe')),
})
const shared = {
  configuration,
  contact_email: text,
  contact_phone: text,
  dashboard: oneOf('express', 'full', 'none'),
  defaults: hash({ currency: text, locales: listOf(required(text)), profile: ignored, responsibilities }),
  display_name: text,
  identity: hash({
    country: text,
    entity_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
    attestations: ignored,
    business_details: ignored,
    individual: ignored,
  }),
  include,
  metadata,
}
type Included = readonly (typeof includable)[number][] | undefined

/** Only what was asked for by `include`: the rest stays away. */
function shownAccount(account: Stripe.V2.Core.Account, included: Included): Stripe.V2.Core.Account {
  const { configuration: whole, defaults, future_requirements, identity, requirements, ...shown } = structuredClone(account)
  const has = (name: (typeof includable)[number]) => included?.includes(name) ?? false
  const recipient = has('configuration.recipient') ? whole?.recipient : undefined
  const merchant = has('configuration.merchant') ? whole?.merchant : undefined
  return {
    ...shown,
    ...(recipient || merchant ? { configuration: { ...(merchant ? { merchant } : {}), ...(recipient ? { recipient } : {}) } } : {}),
    ...(has('defaults') && defaults ? { defaults } : {}),
    ...(has('future_requirements') ? { future_requirements: future_requirements ?? { entries: [] } } : {}),
    ...(has('identity') && identity ? { identity } : {}),
    ...(has('requirements') && requirements ? { requirements } : {}),
  }
}

const needsApproval =
  'Your platform needs approval for accounts to have requested the `transfers` capability without the `card_payments` capability. If you would like to request transfers without card_payments, please contact us via https://support.stripe.com/contact.'

function create(state: State, params: Values<typeof shared>): Stripe.V2.Core.Account {
  const country = params.identity?.country?.toUpperCase()
  const { recipient, merchant } = params.configuration ?? {}
  check(state, params, country)
  const account: Stripe.V2.Core.Account = {
    id: newId(state, 'acct'),
    object: 'v2.core.account',
    applied_configurations: [...(merchant ? ['merchant' as const] : []), ...(recipient ? ['recipient' as const] : [])],
    closed: false,
    configuration: {
      ...(merchant ? { merchant: { applied: true, capabilities: { card_payments: structuredClone(capabilityIn.due) } } } : {}),
      ...(recipient
        ? {
            recipient: {
              applied: true,
              capabilities: {
                stripe_balance: { payouts: structuredClone(capabilityIn.due), stripe_transfers: structuredClone(capabilityIn.due) },
              },
            },
          }
        : {}),
    },
    ...(params.contact_email ? { contact_email: params.contact_email } : {}),
    created: nowText(state),
    dashboard: params.dashboard ?? 'none',
    defaults: {
      currency: params.defaults?.currency ?? currencyOf[country ?? ''] ?? 'usd',
      responsibilities: {
        fees_collector: params.defaults?.responsibilities?.fees_collector ?? 'application',
        losses_collector: params.defaults?.responsibilities?.losses_collector ?? 'application',
        requirements_collector: params.dashboard === 'none' ? 'application' : 'stripe',
      },
    },
    ...(params.display_name ? { display_name: params.display_name } : {}),
    identity: {
      ...(country ? { country: country.toLowerCase() } : {}),
      ...(params.identity?.entity_type ? { entity_type: params.identity.entity_type } : {}),
    },
    livemode: false,
    metadata: mergedMetadata({}, params.metadata),
    requirements: { entries: openRequirements(params.identity?.entity_type), summary: { minimum_deadline: { status: 'past_due' } } },
  }
  insert(state, state.tables.accounts, state.platform.id, account)
  emitThin(state, 'v2.core.account.created', account.id)
  return account
}

const openRequirements = (type: string | undefined) => [
  requirement('identity.attestations.terms_of_service.account', 'past_due'),
  requirement(type === 'individual' ? 'identity.individual.given_name' : 'identity.business_details.registered_name', 'past_due'),
  requirement('identity.business_details.address', 'past_due'),
  bankRequirement,
]

function check(state: State, params: Values<typeof shared>, country: string | undefined): void {
  const { recipient, merchant } = params.configuration ?? {}
  const asked = params.defaults?.responsibilities
  if (params.dashboard && params.dashboard !== 'none' && !params.contact_email)
    throw badParameter('contact_email is required for accounts with a dashboard.', 'contact_email', 'parameter_missing')
  if (recipient && !country)
    throw badParameter('identity.country is required to request capabilities.', 'identity.country', 'parameter_missing')
  if (country && !currencyOf[country]) throw badParameter(`Country '${country}' is not supported.`, 'identity.country')
  if (params.dashboard && !asked)
    throw badParameter('defaults.responsibilities is required with a dashboard.', 'defaults.responsibilities', 'parameter_missing')
  if (params.dashboard === 'express' && asked?.losses_collector === 'stripe') {
    throw invalidRequest('losses_collector cannot be `stripe` for accounts with the Express dashboard.', {
      param: 'defaults.responsibilities.losses_collector',
    })
  }
  const isTransfersOnly =
    recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested && !merchant?.capabilities?.card_payments?.requested
  if (isTransfersOnly && !state.settings.approvedForTransfersOnly) throw invalidRequest(needsApproval)
}

function update(state: State, account: Stripe.V2.Core.Account, params: Values<typeof shared>): Stripe.V2.Core.Account {
  if (account.closed) throw invalidRequest('This account is closed and cannot be changed.', { code: 'account_closed' })
  const country = params.identity?.country?.toLowerCase()
  if (country && country !== account.identity?.country)
    throw invalidRequest('The country of an account cannot be changed.', { param: 'identity.country' })
  if (params.contact_email) account.contact_email = params.contact_email
  if (params.display_name) account.display_name = params.display_name
  if (params.identity?.entity_type) account.identity = { ...account.identity, entity_type: params.identity.entity_type }
  account.metadata = mergedMetadata(account.metadata, params.metadata)
  emitThin(state, 'v2.core.account.updated', account.id)
  if (params.identity) emitThin(state, 'v2.core.account[identity].updated', account.id)
  return account
}

const configurations = listOf(required(oneOf('customer', 'merchant', 'recipient')))

export const accountV2Endpoints: Endpoint[] = [
  endpoint('POST', '/v2/core/accounts', shared, ({ state, params }) => shownAccount(create(state, params), params.include)),
  endpoint(
    'GET',
    '/v2/core/accounts',
    { applied_configurations: configurations, closed: flag, limit: integer({ min: 1, max: 100 }), page: text },
    ({ state, params }) => {
      const page = v2Page(
        state,
        {
          table: state.tables.accounts,
          path: '/v2/core/accounts',
          matches: (each) =>
            (each.closed ?? false) === (params.closed ?? false) &&
            (params.applied_configurations ?? []).every((name) => each.applied_configurations.includes(name)),
        },
        params,
        params.closed ? { closed: 'true' } : {},
      )
      return { ...page, data: page.data.map((each) => shownAccount(each, undefined)) }
    },
  ),
  endpoint('GET', '/v2/core/accounts/:id', { include }, (call) =>
    shownAccount(getAccount(call.state, part(call, 'id')), call.params.include),
  ),
  endpoint('POST', '/v2/core/accounts/:id', shared, (call) =>
    shownAccount(update(call.state, getAccount(call.state, part(call, 'id')), call.params), call.params.include),
  ),
  endpoint('POST', '/v2/core/accounts/:id/close', { applied_configurations: configurations }, (call) => {
    const account = getAccount(call.state, part(call, 'id'))
    const named = call.params.applied_configurations ?? []
    if (account.applied_configurations.some((name) => !named.includes(name))) {
      throw invalidRequest('applied_configurations must name every configuration that the account has.', {
        param: 'applied_configurations',
      })
    }
    return shownAccount(closeAccount(call.state, account), undefined)
  }),
]
