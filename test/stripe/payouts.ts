import type Stripe from 'stripe'
import { bankAccountOf, planBankPayout } from './account-state.ts'
import { bankPayoutsOf } from './account-view.ts'
import { fundsOf, move } from './balance.ts'
import { schedule } from './clock.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { invalidRequest, noSuch, refusals } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, integer, mergedMetadata, metadata, oneOf, rangeOfTime, required, text } from './params.ts'
import { now, type State } from './state.ts'
import { find, insert } from './table.ts'

/** huf and twd reach a bank only in whole units; the rest stays in the account. */
const bankUnit = (code: string) => (code === 'huf' || code === 'twd' ? 100 : 1)

/** The automatic bank payout of an account: everything available, in each currency. */
export function payOutAll(state: State, account: string): void {
  const bank = bankAccountOf(state, account)
  const known = state.tables.accounts[account]?.object
  if (!bank || bank.status === 'errored' || !known || bankPayoutsOf(known)?.status !== 'active') return
  for (const code of Object.keys(state.funds[account] ?? {})) {
    const { available } = fundsOf(state, account, code)
    const amount = available - (available % bankUnit(code))
    if (amount > 0) bankPayout(state, account, { amount, currency: code, automatic: true })
  }
}

type Asked = {
  amount: number
  currency: string
  automatic: boolean
  metadata?: Record<string, string> | undefined
  description?: string | undefined
}

/** Sends money from a Stripe balance to the bank; it is expected there two days later. */
export function bankPayout(state: State, owner: string, asked: Asked): Stripe.Payout {
  const { amount, currency: code } = asked
  if (fundsOf(state, owner, code).available < amount) throw refusals.balance_insufficient()
  if (amount % bankUnit(code) !== 0) throw invalidRequest(`Payouts in ${code} must be whole units.`, { param: 'amount' })
  const id = newId(state, 'po')
  const transaction = move(state, {
    owner,
    currency: code,
    amount: -amount,
    type: 'payout',
    source: id,
    category: 'payout',
    description: 'STRIPE PAYOUT',
  })
  const arrivesMs = state.nowMs + 2 * 86_400_000
  const payout: Stripe.Payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: Math.floor(arrivesMs / 1000),
    automatic: asked.automatic,
    balance_transaction: transaction.id,
    created: now(state),
    currency: code,
    description: asked.description ?? 'STRIPE PAYOUT',
    destination: bankAccountOf(state, owner)?.id ?? null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergedMetadata({}, asked.metadata),
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: asked.automatic ? 'completed' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: null,
    type: 'bank_account',
  }
  insert(state, state.tables.payouts, owner, payout)
  emit(state, 'payout.created', payout, { owner })
  schedule(state, 'payout_arrives', id, arrivesMs)
  return payout
}

/** `paid` says that the money is expected at the bank: it may still fail days later. */
export function arrive(state: State, id: string): void {
  const row = state.tables.payouts[id]
  if (row?.object.status !== 'in_transit') return
  row.object.status = 'paid'
  emit(state, 'payout.paid', row.object, { owner: row.owner })
}

/** It reaches the bank before its day. */
export function arriveNow(state: State, id: string): Stripe.Payout {
  const payout = state.tables.payouts[id]?.object
  if (!payout) throw noSuch('payout', id)
  if (payout.status !== 'in_transit') throw invalidRequest(`This payout is ${payout.status} already.`)
  arrive(state, id)
  return payout
}

/** The bank sent the money back: it is in the Stripe balance again, and the bank account gets nothing more until it is replaced. */
export function failBankPayout(state: State, id: string): Stripe.Payout {
  const row = state.tables.payouts[id]
  if (!row) throw noSuch('payout', id)
  const { object: payout, owner } = row
  if (payout.status === 'failed') throw invalidRequest('This payout has already failed.')
  const back = {
    owner,
    currency: payout.currency,
    amount: payout.amount,
    type: 'payout_failure' as const,
    source: payout.id,
    category: 'payout_reversal',
  }
  payout.failure_balance_transaction = move(state, back).id
  payout.failure_code = 'account_closed'
  payout.failure_message = 'The bank account has been closed'
  payout.status = 'failed'
  const bank = bankAccountOf(state, owner)
  if (bank) bank.status = 'errored'
  emit(state, 'payout.failed', payout, { owner })
  if (bank) emit(state, 'account.external_account.updated', bank, { owner, previous: { status: 'verified' } })
  planBankPayout(state, owner)
  return payout
}

const filters = {
  ...createdParams,
  arrival_date: rangeOfTime,
  destination: text,
  status: oneOf('paid', 'pending', 'in_transit', 'failed', 'canceled'),
}

export const payoutEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/payouts',
    {
      amount: required(integer({ min: 1 })),
      currency: required(currency),
      description: text,
      destination: text,
      metadata,
      method: oneOf('standard', 'instant'),
      source_type: text,
      statement_descriptor: text,
      ...expand,
    },
    ({ state, owner, params }) => bankPayout(state, owner, { ...params, automatic: false }),
  ),
  endpoint('GET', '/v1/payouts', { ...pageParams, ...filters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.payouts,
        owner,
        url: '/v1/payouts',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          isWithin(params.arrival_date, each.arrival_date) &&
          (!params.destination || each.destination === params.destination) &&
          (!params.status || each.status === params.status),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/payouts/:id', { ...expand }, (call) => {
    const found = find(call.state.tables.payouts, call.owner, part(call, 'id'))
    if (!found) throw noSuch('payout', part(call, 'id'))
    return found
  }),
]
