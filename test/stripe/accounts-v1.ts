import type Stripe from 'stripe'
import { accountV1, getAccount } from './account-view.ts'
import { currencyOf } from './countries.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest } from './errors.ts'
import { newToken } from './ids.ts'
import { listPage, pageParams } from './pagination.ts'
import { expand, ignored } from './params.ts'
import { now, type State } from './state.ts'

function platformAccount(state: State): Stripe.Account {
  const { id, country } = state.platform
  return {
    id,
    object: 'account',
    charges_enabled: true,
    country,
    default_currency: currencyOf[country] ?? 'usd',
    details_submitted: true,
    email: 'platform@goodword.test',
    payouts_enabled: true,
    type: 'standard',
  }
}

export const accountV1Endpoints: Endpoint[] = [
  endpoint('GET', '/v1/account', { ...expand }, ({ state, owner }) =>
    owner === state.platform.id ? platformAccount(state) : accountV1(state, getAccount(state, owner)),
  ),
  endpoint('GET', '/v1/accounts/:id', { ...expand }, (call) =>
    part(call, 'id') === call.state.platform.id
      ? platformAccount(call.state)
      : accountV1(call.state, getAccount(call.state, part(call, 'id'))),
  ),
  endpoint('GET', '/v1/accounts/:id/external_accounts', { ...pageParams, object: ignored }, (call) => {
    const { id } = getAccount(call.state, part(call, 'id'))
    return listPage({ table: call.state.tables.bankAccounts, owner: id, url: `/v1/accounts/${id}/external_accounts` }, call.params)
  }),
  endpoint('POST', '/v1/accounts/:id/login_links', { ...expand }, (call) => {
    const account = getAccount(call.state, part(call, 'id'))
    if (account.dashboard !== 'express') throw invalidRequest('Cannot create a login link for an account without the Express Dashboard.')
    if (account.requirements?.entries?.length) {
      throw invalidRequest('Cannot create a login link for an account that has not completed onboarding.')
    }
    const link: Stripe.LoginLink = {
      object: 'login_link',
      created: now(call.state),
      url: `${call.origin}/express/${account.id}/${newToken(call.state, 12)}`,
    }
    return link
  }),
]
