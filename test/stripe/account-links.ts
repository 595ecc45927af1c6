import type Stripe from 'stripe'
import { getAccount } from './account-view.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { invalidRequest } from './errors.ts'
import { newToken } from './ids.ts'
import { hash, type Kind, oneOf, required, text, type Values } from './params.ts'
import { type Link, nowText, type State } from './state.ts'

/** A link is short-lived and works once. */
const LIFE_MS = 5 * 60_000

const url: Kind<string | undefined> = (raw, at) => {
  const value = text(raw, at)
  if (value !== undefined && !URL.canParse(value)) throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: at })
  return value
}

const collected = hash({
  refresh_url: required(url),
  return_url: url,
  collection_options: hash({ fields: oneOf('currently_due', 'eventually_due'), future_requirements: oneOf('include', 'omit') }),
})
const shape = {
  account: required(text),
  use_case: required(
    hash({ type: required(oneOf('account_onboarding', 'account_update')), account_onboarding: collected, account_update: collected }),
  ),
}

function create(state: State, params: Values<typeof shape>, origin: string): Stripe.V2.Core.AccountLink {
  const account = getAccount(state, params.account)
  if (account.closed) throw invalidRequest('This account is closed.', { code: 'account_closed', param: 'account' })
  if (account.dashboard === 'none')
    throw invalidRequest('Accounts without a dashboard cannot be onboarded by Stripe.', { param: 'account' })
  const { type } = params.use_case
  const asked = params.use_case[type]
  if (!asked) throw invalidRequest(`use_case.${type} is required.`, { code: 'parameter_missing', param: `use_case.${type}` })
  const token = newToken(state, 12)
  const collection = asked.collection_options
  const link: Stripe.V2.Core.AccountLink = {
    object: 'v2.core.account_link',
    account: account.id,
    created: nowText(state),
    expires_at: new Date(state.nowMs + LIFE_MS).toISOString(),
    livemode: false,
    url: `${origin}/setup/${token}`,
    use_case: {
      type,
      [type]: {
        refresh_url: asked.refresh_url,
        ...(asked.return_url ? { return_url: asked.return_url } : {}),
        collection_options: {
          fields: collection?.fields ?? 'currently_due',
          future_requirements: collection?.future_requirements ?? 'omit',
        },
      },
    },
  }
  state.links[token] = { token, link, used: false }
  return link
}

export const linkWorks = (state: State, { link, used }: Link): boolean => !used && Date.parse(link.expires_at) > state.nowMs

/** Where the link leads back to: the page for those who finished, and the page for those whose link no longer works. */
export const waysBack = ({ link }: Link) => {
  const { account_onboarding, account_update } = link.use_case
  const asked = account_onboarding ?? account_update
  return { refreshUrl: asked?.refresh_url ?? '/', returnUrl: asked?.return_url ?? asked?.refresh_url ?? '/' }
}

export const accountLinkEndpoints: Endpoint[] = [
  endpoint('POST', '/v2/core/account_links', shape, ({ state, params, origin }) => create(state, params, origin)),
]
