import type Stripe from 'stripe'
import { currencyOf } from './countries.ts'
import { noSuch } from './errors.ts'
import { embedded } from './pagination.ts'
import type { State } from './state.ts'
import { find, newestFirst } from './table.ts'

type Account = Stripe.V2.Core.Account
type StripeBalance = NonNullable<
  NonNullable<NonNullable<NonNullable<Account['configuration']>['recipient']>['capabilities']>['stripe_balance']
>
export type Capability = NonNullable<StripeBalance['stripe_transfers']>

export const getAccount = (state: State, id: string): Account => {
  const account = find(state.tables.accounts, state.platform.id, id)
  if (!account) throw noSuch('account', id)
  return account
}

export const transfersOf = (account: Account): Capability | undefined =>
  account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers
export const bankPayoutsOf = (account: Account): Capability | undefined =>
  account.configuration?.recipient?.capabilities?.stripe_balance?.payouts

/** The account as v1 shows it: the same id, seen through the old fields. */
export function accountV1(state: State, account: Stripe.V2.Core.Account): Stripe.Account {
  const country = (account.identity?.country ?? 'us').toUpperCase()
  const isComplete = transfersOf(account)?.status === 'active'
  const due = (account.requirements?.entries ?? []).map((entry) => entry.description)
  return {
    id: account.id,
    object: 'account',
    capabilities: { transfers: isComplete ? 'active' : 'inactive' },
    charges_enabled: false,
    country,
    created: Math.floor(Date.parse(account.created) / 1000),
    default_currency: currencyOf[country] ?? 'usd',
    details_submitted: due.length === 0,
    email: account.contact_email ?? null,
    external_accounts: embedded(newestFirst(state.tables.bankAccounts, account.id), `/v1/accounts/${account.id}/external_accounts`),
    metadata: account.metadata ?? {},
    payouts_enabled: bankPayoutsOf(account)?.status === 'active',
    requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: due,
      disabled_reason: due.length > 0 ? 'requirements.past_due' : null,
      errors: [],
      eventually_due: due,
      past_due: due,
      pending_verification: [],
    },
    type: 'express',
  }
}
