import type Stripe from 'stripe'
import { schedule } from './clock.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, integer, metadata, required, text, textUpTo } from './params.ts'
import { type Funds, now, type State } from './state.ts'
import { find, insert } from './table.ts'

export function fundsOf(state: State, owner: string, code: string): Funds {
  state.funds[owner] ??= {}
  const books = state.funds[owner]
  books[code] ??= { available: 0, pending: 0 }
  return books[code]
}

type Movement = {
  owner: string
  currency: string
  amount: number
  type: Stripe.BalanceTransaction.Type
  source: string
  category: string
  description?: string | null
  /** Seconds from now until the money may be used; 0 is at once. */
  settlesIn?: number
}

/** The only way money moves in the stand-in: a balance transaction, and the balance with it. */
export function move(state: State, movement: Movement): Stripe.BalanceTransaction {
  const { owner, amount, settlesIn = 0 } = movement
  const funds = fundsOf(state, owner, movement.currency)
  if (settlesIn > 0) funds.pending += amount
  else funds.available += amount
  const transaction: Stripe.BalanceTransaction = {
    id: newId(state, 'txn'),
    object: 'balance_transaction',
    amount,
    available_on: now(state) + settlesIn,
    balance_type: 'payments',
    created: now(state),
    currency: movement.currency,
    description: movement.description ?? null,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: movement.category,
    source: movement.source,
    status: settlesIn > 0 ? 'pending' : 'available',
    type: movement.type,
  }
  if (settlesIn > 0) schedule(state, 'settle', transaction.id, state.nowMs + settlesIn * 1000)
  return insert(state, state.tables.balanceTransactions, owner, transaction)
}

/** Pending money becomes available. */
export function settle(state: State, id: string): void {
  const row = state.tables.balanceTransactions[id]
  if (row?.object.status !== 'pending') return
  const funds = fundsOf(state, row.owner, row.object.currency)
  funds.pending -= row.object.net
  funds.available += row.object.net
  row.object.status = 'available'
  emit(state, 'balance.available', balanceOf(state, row.owner), { owner: row.owner })
}

export function balanceOf(state: State, owner: string): Stripe.Balance {
  const books = Object.entries(state.funds[owner] ?? {})
  const shown = books.length > 0 ? books : [['usd', { available: 0, pending: 0 }] as const]
  const entry = (code: string, amount: number) => ({ amount, currency: code, source_types: { card: amount } })
  return {
    object: 'balance',
    available: shown.map(([code, funds]) => entry(code, funds.available)),
    connect_reserved: shown.map(([code]) => ({ amount: 0, currency: code })),
    livemode: false,
    pending: shown.map(([code, funds]) => entry(code, funds.pending)),
  }
}

type TopUp = {
  amount: number
  currency: string
  description?: string | undefined
  metadata?: Record<string, string> | undefined
  transfer_group?: string | undefined
}

/** Money from the company's bank into its Stripe balance, usable at once. */
export function topUp(state: State, { amount, currency: code, ...more }: TopUp): Stripe.Topup {
  const id = newId(state, 'tu')
  const transaction = move(state, {
    owner: state.platform.id,
    currency: code,
    amount,
    type: 'topup',
    source: id,
    category: 'topup',
    description: 'Top-up',
  })
  const topup: Stripe.Topup = {
    id,
    object: 'topup',
    amount,
    balance_transaction: transaction.id,
    created: now(state),
    currency: code,
    description: more.description ?? null,
    expected_availability_date: now(state),
    failure_code: null,
    failure_message: null,
    initiated_by: null,
    livemode: false,
    metadata: more.metadata ?? {},
    source: null,
    statement_descriptor: null,
    status: 'succeeded',
    transfer_group: more.transfer_group ?? null,
  }
  insert(state, state.tables.topups, state.platform.id, topup)
  emit(state, 'topup.created', topup)
  emit(state, 'topup.succeeded', topup)
  return topup
}

const transactionFilters = { ...createdParams, currency, payout: text, source: text, type: text }

export const balanceEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/balance', { ...expand }, ({ state, owner }) => balanceOf(state, owner)),
  endpoint('GET', '/v1/balance_transactions', { ...pageParams, ...transactionFilters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.balanceTransactions,
        owner,
        url: '/v1/balance_transactions',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.currency || each.currency === params.currency) &&
          (!params.source || each.source === params.source) &&
          (!params.type || each.type === params.type) &&
          (!params.payout || isOfPayout(state, owner, params.payout, each)),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/balance_transactions/:id', { ...expand }, (call) => {
    const found = find(call.state.tables.balanceTransactions, call.owner, part(call, 'id'))
    if (!found) throw noSuch('balance transaction', part(call, 'id'))
    return found
  }),
  endpoint(
    'POST',
    '/v1/topups',
    {
      amount: required(integer({ min: 1 })),
      currency: required(currency),
      description: text,
      statement_descriptor: textUpTo(15),
      source: text,
      transfer_group: text,
      metadata,
      ...expand,
    },
    ({ state, params }) => topUp(state, params),
  ),
  endpoint('GET', '/v1/topups/:id', { ...expand }, (call) => {
    const found = find(call.state.tables.topups, call.owner, part(call, 'id'))
    if (!found) throw noSuch('topup', part(call, 'id'))
    return found
  }),
  endpoint('GET', '/v1/topups', { ...pageParams, ...createdParams }, ({ state, owner, params }) =>
    listPage({ table: state.tables.topups, owner, url: '/v1/topups', matches: (each) => isWithin(params.created, each.created) }, params),
  ),
]

/** Which transactions a bank payout carried: everything that settled since the one before it, and itself. */
function isOfPayout(state: State, owner: string, payoutId: string, transaction: Stripe.BalanceTransaction): boolean {
  if (transaction.source === payoutId) return true
  const payouts = Object.values(state.tables.payouts).filter((row) => row.owner === owner && row.object.currency === transaction.currency)
  const seqOf = (id: string) => state.tables.payouts[id]?.seq ?? 0
  const seq = state.tables.balanceTransactions[transaction.id]?.seq ?? 0
  const carrier = payouts.filter((row) => row.seq > seq).sort((a, b) => a.seq - b.seq)[0]
  return transaction.type !== 'payout' && carrier !== undefined && carrier.seq === seqOf(payoutId)
}
