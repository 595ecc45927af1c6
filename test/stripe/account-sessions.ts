import type Stripe from 'stripe'
import { type Endpoint, endpoint } from './endpoint.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { newToken } from './ids.ts'
import { expand, flag, hash, type Kind, required, type Shape, text, type Values } from './params.ts'
import { now, type State } from './state.ts'
import { find } from './table.ts'

type Account = Stripe.V2.Core.Account

/** The secret of a session is for the page that is open, not for tomorrow. */
const LIFE_SECONDS = 3_600

const bank = 'disable_stripe_user_authentication external_account_collection'
const balance = `${bank} edit_payout_schedule instant_payouts standard_payouts`
const disputing = 'destination_on_behalf_of_charge_management dispute_management refund_management smart_disputes_management'
const card = 'card_management card_spend_dispute_management cardholder_management spend_control_management'

/** Every component that Stripe knows, and what can be switched in it. */
const featuresOf = {
  account_management: bank,
  account_onboarding: bank,
  balance_report: '',
  balances: balance,
  disputes_list: `capture_payments ${disputing}`,
  documents: '',
  financial_account: `${bank} send_money transfer_balance`,
  financial_account_transactions: 'card_spend_dispute_management',
  instant_payouts_promotion: `${bank} instant_payouts`,
  issuing_card: card,
  issuing_cards_list: `${card} disable_stripe_user_authentication`,
  notification_banner: bank,
  payment_details: `capture_payments ${disputing}`,
  payment_disputes: disputing,
  payment_method_settings: 'disable_stripe_user_authentication',
  payments: `capture_payments ${disputing}`,
  payout_details: '',
  payout_reconciliation_report: '',
  payouts: balance,
  payouts_list: '',
  reporting_chart: '',
  tax_registrations: '',
  tax_settings: '',
  terminal_hardware_orders: '',
  terminal_hardware_shop: '',
}
const namesIn = (component: string): string[] => component.split(' ').filter(Boolean)

/** What is on unless it is switched off, where Stripe says so. */
const usuallyOn = new Set(['capture_payments', 'dispute_management', 'external_account_collection', 'refund_management'])

type Component = { enabled: boolean; features?: Record<string, boolean | undefined> | undefined }

const component = (features: string): Kind<Component | undefined> =>
  hash<Shape & { enabled: Kind<boolean> }>({
    enabled: required(flag),
    features: hash(Object.fromEntries(namesIn(features).map((name) => [name, flag]))),
  }) as Kind<Component | undefined> // what the shape above reads

const components = hash(Object.fromEntries(Object.entries(featuresOf).map(([name, features]) => [name, component(features)])))
const shape = { account: required(text), components: required(components), ...expand }

function create(state: State, params: Values<typeof shape>): Stripe.AccountSession {
  const account = find(state.tables.accounts, state.platform.id, params.account)
  if (!account) throw noSuch('account', params.account, 'account')
  if (account.closed) throw invalidRequest('This account is closed.', { code: 'account_closed', param: 'account' })
  const asked = params.components
  if (!Object.values(asked).some((each) => each?.enabled)) {
    throw invalidRequest('You must enable at least one component.', { code: 'parameter_missing', param: 'components' })
  }
  const shown = Object.entries(featuresOf).map(([name, features]) => [name, shownComponent(account, name, features, asked[name])])
  return {
    object: 'account_session',
    account: account.id,
    client_secret: `accs_secret__${newToken(state, 58)}`,
    components: Object.fromEntries(shown) as Stripe.AccountSession.Components, // every name of Stripe's, from the table above
    expires_at: now(state) + LIFE_SECONDS,
    livemode: false,
  }
}

function shownComponent(account: Account, name: string, features: string, asked: Component | undefined) {
  const wanted = asked?.features ?? {}
  refuseWhatStripeKeeps(account, name, wanted)
  return {
    enabled: asked?.enabled ?? false,
    features: Object.fromEntries(namesIn(features).map((feature) => [feature, wanted[feature] ?? usual(feature, wanted)])),
  }
}

function usual(feature: string, wanted: Record<string, boolean | undefined>): boolean {
  if (feature === 'smart_disputes_management') return wanted.dispute_management ?? true
  if (feature === 'disable_stripe_user_authentication') return wanted.external_account_collection === false
  return usuallyOn.has(feature)
}

/** Where Stripe collects what it needs, its own sign-in and its own form for bank accounts stay. */
function refuseWhatStripeKeeps(account: Account, name: string, wanted: Record<string, boolean | undefined>): void {
  if (account.defaults?.responsibilities.requirements_collector === 'application') return
  const refuse = (feature: string, value: boolean) => {
    const param = `components[${name}][features][${feature}]`
    return invalidRequest(`${param} can only be ${value} for accounts where you are responsible for collecting requirements.`, { param })
  }
  if (wanted.disable_stripe_user_authentication) throw refuse('disable_stripe_user_authentication', true)
  if (wanted.external_account_collection === false) throw refuse('external_account_collection', false)
}

/** For components embedded in a page. Goodword sends people to Stripe's own pages, so it makes none. */
export const accountSessionEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/account_sessions', shape, ({ state, params }) => create(state, params)),
]
