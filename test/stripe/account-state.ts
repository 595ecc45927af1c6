import type Stripe from 'stripe'
import { accountV1, bankPayoutsOf, type Capability, getAccount, transfersOf } from './account-view.ts'
import { fundsOf } from './balance.ts'
import { schedule } from './clock.ts'
import { currencyOf } from './countries.ts'
import { invalidRequest } from './errors.ts'
import { emit, emitThin } from './events.ts'
import { newId } from './ids.ts'
import type { State } from './state.ts'
import { insert, newest, remove } from './table.ts'

type Account = Stripe.V2.Core.Account
type Entry = NonNullable<NonNullable<Account['requirements']>['entries']>[number]

/** What may be done to an account from outside: by the person who onboards, or by Stripe. `ask`: it works on, and something is asked for. */
export const accountStates = ['complete', 'ask', 'due', 'pending', 'restrict', 'restore', 'reject', 'close'] as const
export type AccountState = (typeof accountStates)[number]

const detail = (code: Capability['status_details'][number]['code'], resolution: 'provide_info' | 'contact_stripe' | 'no_resolution') => ({
  code,
  resolution,
})

export const capabilityIn: Record<'active' | 'due' | 'pending' | 'restricted' | 'rejected', Capability> = {
  active: { status: 'active', status_details: [] },
  due: { status: 'restricted', status_details: [detail('requirements_past_due', 'provide_info')] },
  pending: { status: 'pending', status_details: [detail('determining_status', 'no_resolution')] },
  restricted: { status: 'restricted', status_details: [detail('restricted_other', 'contact_stripe')] },
  rejected: { status: 'rejected', status_details: [detail('rejected_other', 'no_resolution')] },
}

/** What Stripe still wants to know. */
export const requirement = (
  description: string,
  status: 'currently_due' | 'eventually_due' | 'past_due',
  from: 'user' | 'stripe' = 'user',
): Entry => ({
  awaiting_action_from: from,
  description,
  errors: [],
  impact: { restricts_capabilities: [{ capability: 'stripe_balance.stripe_transfers', configuration: 'recipient', deadline: { status } }] },
  minimum_deadline: { status },
  requested_reasons: [{ code: 'routine_onboarding' }],
})

/** Brings an account into a state and tells everybody who listens. */
export function setAccountState(state: State, id: string, wanted: AccountState): Account {
  const account = getAccount(state, id)
  if (account.closed) throw invalidRequest('This account is closed and cannot be changed.', { code: 'account_closed' })
  if (wanted === 'close') return closeAccount(state, account)
  if (wanted === 'complete' || wanted === 'restore') {
    if (!bankAccountOf(state, id)) setBankAccount(state, id)
    return become(state, account, capabilityIn.active, capabilityIn.active, [])
  }
  if (wanted === 'ask') {
    const asked = requirement('identity.business_details.documents.company_registration', 'currently_due')
    return become(state, account, capabilityIn.active, capabilityIn.active, [asked], inDays(state, 14))
  }
  const bank = bankAccountOf(state, id)
  const due = [requirement('identity.individual.documents.primary_verification', 'past_due'), ...(bank ? [] : [bankRequirement])]
  if (wanted === 'due') return become(state, account, capabilityIn.due, capabilityIn.due, due)
  if (wanted === 'pending') {
    const waiting = requirement('identity.individual.documents.primary_verification', 'currently_due', 'stripe')
    return become(state, account, capabilityIn.pending, capabilityIn.pending, [waiting])
  }
  const capability = wanted === 'reject' ? capabilityIn.rejected : capabilityIn.restricted
  return become(state, account, capability, capability, [])
}

const inDays = (state: State, days: number): string => new Date(state.nowMs + days * 86_400_000).toISOString()

export const bankRequirement = requirement('configuration.recipient.default_outbound_destination', 'past_due')

function become(state: State, account: Account, transfers: Capability, payouts: Capability, entries: Entry[], by?: string): Account {
  const recipient = account.configuration?.recipient
  const before = structuredClone({
    transfers: transfersOf(account),
    payouts: bankPayoutsOf(account),
    entries: account.requirements?.entries,
  })
  if (recipient)
    recipient.capabilities = { stripe_balance: { payouts: structuredClone(payouts), stripe_transfers: structuredClone(transfers) } }
  account.requirements = {
    entries,
    ...(entries[0] ? { summary: { minimum_deadline: { status: entries[0].minimum_deadline.status, ...(by ? { time: by } : {}) } } } : {}),
  }
  const changed = (name: string) =>
    emitThin(state, 'v2.core.account[configuration.recipient].capability_status_updated', account.id, {
      data: { updated_capability: name },
    })

  if (JSON.stringify(before.entries) !== JSON.stringify(entries)) emitThin(state, 'v2.core.account[requirements].updated', account.id)
  if (JSON.stringify(before.transfers) !== JSON.stringify(transfers)) changed('stripe_balance.stripe_transfers')
  if (JSON.stringify(before.payouts) !== JSON.stringify(payouts)) changed('stripe_balance.payouts')
  emitThin(state, 'v2.core.account[configuration.recipient].updated', account.id)
  emit(state, 'account.updated', accountV1(state, account), { owner: account.id })
  planBankPayout(state, account.id)
  return account
}

export function closeAccount(state: State, account: Account): Account {
  const held = Object.values(state.funds[account.id] ?? {}).some((funds) => funds.available !== 0 || funds.pending !== 0)
  if (held) throw invalidRequest('This account cannot be closed while it has a balance.', { code: 'account_has_balance' })
  account.closed = true
  account.applied_configurations = []
  emitThin(state, 'v2.core.account.closed', account.id)
  return account
}

export const bankAccountOf = (state: State, account: string): Stripe.BankAccount | undefined => newest(state.tables.bankAccounts, account)

/** Gives the account a test bank account, in place of the one it has. */
export function setBankAccount(state: State, account: string, last4 = '6789'): Stripe.BankAccount {
  const country = (getAccount(state, account).identity?.country ?? 'us').toUpperCase()
  const former = bankAccountOf(state, account)
  const bank: Stripe.BankAccount = {
    id: newId(state, 'ba'),
    object: 'bank_account',
    account,
    account_holder_name: null,
    account_holder_type: 'company',
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country,
    currency: currencyOf[country] ?? 'usd',
    default_for_currency: true,
    // Four digits are no account number: two partners who both type the usual one have two banks.
    fingerprint: `bank${last4}of${account.slice(-12)}`,
    last4,
    metadata: {},
    routing_number: '110000000',
    status: 'new',
  }
  if (former) remove(state.tables.bankAccounts, [former.id])
  insert(state, state.tables.bankAccounts, account, bank)
  if (former) emit(state, 'account.external_account.deleted', former, { owner: account })
  emit(state, 'account.external_account.created', bank, { owner: account })
  planBankPayout(state, account)
  return bank
}

/** Plans the automatic bank payout, if there is money, a bank account in order and nothing planned yet. */
export function planBankPayout(state: State, account: string): void {
  const bank = bankAccountOf(state, account)
  const hasMoney = Object.keys(state.funds[account] ?? {}).some((code) => fundsOf(state, account, code).available > 0)
  if (!bank || bank.status === 'errored' || !hasMoney) return
  schedule(state, 'bank_payout', account, state.nowMs + state.settings.bankPayoutDays * 86_400_000)
}
