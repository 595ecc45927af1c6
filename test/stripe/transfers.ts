import type Stripe from 'stripe'
import { planBankPayout } from './account-state.ts'
import { transfersOf } from './account-view.ts'
import { fundsOf, move } from './balance.ts'
import { transferCountries } from './countries.ts'
import { type Call, type Endpoint, endpoint, part } from './endpoint.ts'
import { noSuch, refusals } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, embedded, isWithin, listPage, pageParams } from './pagination.ts'
import { currency, expand, integer, mergedMetadata, metadata, oneOf, required, text, type Values } from './params.ts'
import { chargeOf } from './payment-shapes.ts'
import { refundOf } from './refund-shapes.ts'
import { idOf, now, type State } from './state.ts'
import { find, insert } from './table.ts'

const shape = {
  amount: required(integer({ min: 1, max: 99_999_999_999 })),
  currency: required(currency),
  destination: required(text),
  transfer_group: text,
  description: text,
  metadata,
  source_type: oneOf('bank_account', 'card', 'fpx'),
  source_transaction: text,
  ...expand,
}

/** Moves money from the platform's balance into that of an account, or refuses and moves nothing. The answer is final. */
function create({ state, key, params }: Call & { params: Values<typeof shape> }): Stripe.Transfer {
  const account = find(state.tables.accounts, state.platform.id, params.destination)
  if (!account) throw noSuch('destination', params.destination, 'destination')
  if (account.closed) throw refusals.account_invalid(account.id, key)
  if (transfersOf(account)?.status !== 'active') throw refusals.insufficient_capabilities_for_transfer()
  const country = (account.identity?.country ?? '').toUpperCase()
  if (!transferCountries(state.platform.country).includes(country)) throw refusals.region_not_allowed(country)
  if (fundsOf(state, state.platform.id, params.currency).available < params.amount) throw refusals.balance_insufficient()

  const transfer: Stripe.Transfer = {
    id: newId(state, 'tr'),
    object: 'transfer',
    amount: params.amount,
    amount_reversed: 0,
    balance_transaction: null,
    created: now(state),
    currency: params.currency,
    description: params.description ?? null,
    destination: account.id,
    livemode: false,
    metadata: mergedMetadata({}, params.metadata),
    reversals: embedded<Stripe.TransferReversal>([], ''),
    reversed: false,
    source_transaction: params.source_transaction ?? null,
    source_type: params.source_type ?? 'card',
    transfer_group: params.transfer_group ?? null,
  }
  transfer.reversals.url = `/v1/transfers/${transfer.id}/reversals`
  carryOut(state, transfer, account.id)
  return transfer
}

function carryOut(state: State, transfer: Stripe.Transfer, account: string): void {
  const { amount, currency: code } = transfer
  const out = move(state, {
    owner: state.platform.id,
    currency: code,
    amount: -amount,
    type: 'transfer',
    source: transfer.id,
    category: 'transfer',
  })
  const payment = chargeOf(state, { owner: account, prefix: 'py', amount, currency: code, sourceTransfer: transfer.id })
  const arrived = move(state, { owner: account, currency: code, amount, type: 'payment', source: payment.id, category: 'charge' })
  payment.balance_transaction = arrived.id
  transfer.balance_transaction = out.id
  transfer.destination_payment = payment.id
  insert(state, state.tables.charges, account, payment)
  insert(state, state.tables.transfers, state.platform.id, transfer)
  emit(state, 'transfer.created', transfer)
  planBankPayout(state, account)
}

const getTransfer = (state: State, owner: string, id: string): Stripe.Transfer => {
  const transfer = find(state.tables.transfers, owner, id)
  if (!transfer) throw noSuch('transfer', id)
  return transfer
}

type Reversal = { amount?: number | undefined; metadata?: Record<string, string> | undefined }

/** Takes back a part of a transfer, or the rest of it, as far as the account still has the money. */
export function reverseTransfer(state: State, id: string, asked: Reversal = {}): Stripe.TransferReversal {
  const transfer = getTransfer(state, state.platform.id, id)
  const rest = transfer.amount - transfer.amount_reversed
  const amount = asked.amount ?? rest
  if (rest === 0 || amount > rest) throw refusals.already_reversed(transfer.id)
  const account = String(transfer.destination)
  if (fundsOf(state, account, transfer.currency).available < amount) throw refusals.balance_insufficient()

  const id2 = newId(state, 'trr')
  const refund = newId(state, 'pyr')
  const back = { currency: transfer.currency, category: 'transfer_reversal' }
  const incoming = move(state, { ...back, owner: state.platform.id, amount, type: 'transfer_refund', source: id2 })
  const taken = move(state, { ...back, owner: account, amount: -amount, type: 'payment_refund', source: refund })
  const payment = find(state.tables.charges, account, idOf(transfer.destination_payment))
  if (payment) {
    insert(state, state.tables.refunds, account, refundOf(state, payment, { id: refund, amount, transaction: taken }))
    payment.amount_refunded += amount
    payment.refunded = payment.amount_refunded === payment.amount
  }
  const reversal: Stripe.TransferReversal = {
    id: id2,
    object: 'transfer_reversal',
    amount,
    balance_transaction: incoming.id,
    created: now(state),
    currency: transfer.currency,
    destination_payment_refund: refund,
    metadata: mergedMetadata({}, asked.metadata),
    source_refund: null,
    transfer: transfer.id,
  }
  insert(state, state.tables.transferReversals, state.platform.id, reversal)
  const previous = { amount_reversed: transfer.amount_reversed, reversed: transfer.reversed }
  transfer.amount_reversed += amount
  transfer.reversed = transfer.amount_reversed === transfer.amount
  const { url, data } = transfer.reversals
  transfer.reversals = embedded([structuredClone(reversal), ...data], url)
  emit(state, 'transfer.reversed', transfer, { previous })
  return reversal
}

const filters = { ...createdParams, destination: text, transfer_group: text }

export const transferEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/transfers', shape, create),
  endpoint('GET', '/v1/transfers', { ...pageParams, ...filters }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.transfers,
        owner,
        url: '/v1/transfers',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.destination || each.destination === params.destination) &&
          (!params.transfer_group || each.transfer_group === params.transfer_group),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/transfers/:id', { ...expand }, (call) => getTransfer(call.state, call.owner, part(call, 'id'))),
  endpoint('POST', '/v1/transfers/:id', { description: text, metadata, ...expand }, (call) => {
    const transfer = getTransfer(call.state, call.owner, part(call, 'id'))
    const previous = { description: transfer.description, metadata: transfer.metadata }
    if (call.params.description !== undefined) transfer.description = call.params.description || null
    transfer.metadata = mergedMetadata(transfer.metadata, call.params.metadata)
    emit(call.state, 'transfer.updated', transfer, { previous })
    return transfer
  }),
  endpoint(
    'POST',
    '/v1/transfers/:id/reversals',
    { amount: integer({ min: 1 }), description: text, metadata, refund_application_fee: text, ...expand },
    (call) => {
      getTransfer(call.state, call.owner, part(call, 'id'))
      return reverseTransfer(call.state, part(call, 'id'), call.params)
    },
  ),
  endpoint('GET', '/v1/transfers/:id/reversals', { ...pageParams }, (call) => {
    const { id } = getTransfer(call.state, call.owner, part(call, 'id'))
    const table = call.state.tables.transferReversals
    return listPage(
      { table, owner: call.owner, url: `/v1/transfers/${id}/reversals`, matches: (each) => each.transfer === id },
      call.params,
    )
  }),
  endpoint('GET', '/v1/transfers/:id/reversals/:reversal', { ...expand }, (call) => {
    const found = find(call.state.tables.transferReversals, call.owner, part(call, 'reversal'))
    if (!found || found.transfer !== part(call, 'id')) throw noSuch('transfer reversal', part(call, 'reversal'))
    return found
  }),
]
