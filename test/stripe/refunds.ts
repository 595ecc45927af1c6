import type Stripe from 'stripe'
import { move } from './balance.ts'
import { holdsMoney } from './disputes.ts'
import { type Endpoint, endpoint, part } from './endpoint.ts'
import { badParameter, invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.ts'
import { newId } from './ids.ts'
import { createdParams, isWithin, listPage, pageParams } from './pagination.ts'
import { expand, flag, integer, mergedMetadata, metadata, oneOf, text } from './params.ts'
import { refundOf } from './refund-shapes.ts'
import { idOf, type State } from './state.ts'
import { find, insert, newestFirst } from './table.ts'

type Reason = 'duplicate' | 'fraudulent' | 'requested_by_customer'
type RefundFacts = {
  paymentIntent?: string | undefined
  charge?: string | undefined
  amount?: number | undefined
  reason?: Reason | undefined
  metadata?: Record<string, string> | undefined
  /** Some ways of paying answer days later: the refund stays pending until it is decided. */
  isPending?: boolean
}

function chargeToRefund(state: State, { paymentIntent, charge }: RefundFacts): Stripe.Charge {
  const owner = state.platform.id
  const intent = find(state.tables.paymentIntents, owner, paymentIntent)
  if (paymentIntent && !intent) throw noSuch('payment_intent', paymentIntent, 'payment_intent')
  const id = charge ?? idOf(intent?.latest_charge)
  const found = find(state.tables.charges, owner, id)
  if (charge && !found) throw noSuch('charge', charge, 'charge')
  if (!found)
    throw invalidRequest(`This PaymentIntent (${paymentIntent}) does not have a successful charge to refund.`, {
      code: 'charge_not_refundable',
    })
  return found
}

/** Gives a customer money back from the platform's balance. Transfers already made stay where they are. */
export function refund(state: State, facts: RefundFacts): Stripe.Refund {
  const charge = chargeToRefund(state, facts)
  const rest = charge.amount - charge.amount_refunded
  const amount = facts.amount ?? rest
  if (rest === 0) throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  if (amount > rest)
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${rest})`, { param: 'amount' })
  const isHeld = newestFirst(state.tables.disputes, state.platform.id).some((each) => each.charge === charge.id && holdsMoney(each.status))
  if (isHeld) throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
  const id = newId(state, 're')
  const transaction = move(state, {
    owner: state.platform.id,
    currency: charge.currency,
    amount: -amount,
    type: 'refund',
    source: id,
    category: 'refund',
    description: `REFUND FOR CHARGE`,
  })
  const made = refundOf(state, charge, {
    id,
    amount,
    transaction,
    metadata: facts.metadata,
    reason: facts.reason,
    isPending: facts.isPending,
  })
  insert(state, state.tables.refunds, state.platform.id, made)
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  emit(state, 'charge.refunded', charge, { previous })
  emit(state, 'refund.created', made)
  emit(state, 'charge.refund.updated', made)
  return made
}

/** The customer's bank did not take the money: it is in the platform's balance again. */
export function failRefund(state: State, id: string, as: 'failed' | 'canceled' = 'failed'): Stripe.Refund {
  const made = getRefund(state, id)
  if (made.status === 'failed' || made.status === 'canceled') throw invalidRequest('This refund has already failed.')
  const previous = { status: made.status }
  const back = move(state, {
    owner: state.platform.id,
    currency: made.currency,
    amount: made.amount,
    type: 'refund_failure',
    source: made.id,
    category: 'refund_failure',
  })
  made.status = as
  made.failure_balance_transaction = back.id
  made.failure_reason = 'expired_or_canceled_card'
  const charge = find(state.tables.charges, state.platform.id, idOf(made.charge))
  if (charge) {
    charge.amount_refunded -= made.amount
    charge.refunded = false
  }
  emit(state, 'refund.updated', made, { previous })
  if (as === 'failed') emit(state, 'refund.failed', made, { previous })
  emit(state, 'charge.refund.updated', made, { previous })
  return made
}

/** A pending refund that arrived. */
export function succeedRefund(state: State, id: string): Stripe.Refund {
  const made = getRefund(state, id)
  if (made.status !== 'pending') throw invalidRequest('Only a pending refund can still succeed.')
  made.status = 'succeeded'
  delete made.pending_reason
  emit(state, 'refund.updated', made, { previous: { status: 'pending' } })
  return made
}

const getRefund = (state: State, id: string): Stripe.Refund => {
  const made = find(state.tables.refunds, state.platform.id, id)
  if (!made) throw noSuch('refund', id)
  return made
}

/** The payment behind an invoice, for those who want to refund an invoice. */
export function intentOfInvoice(state: State, invoice: string): string {
  const payments = newestFirst(state.tables.invoicePayments, state.platform.id).filter((each) => each.invoice === invoice)
  const intent = payments.map((each) => idOf(each.payment.payment_intent)).find((each) => each !== undefined)
  if (!intent) throw invalidRequest(`The invoice '${invoice}' has no payment that could be refunded.`)
  return intent
}

export const refundEndpoints: Endpoint[] = [
  endpoint(
    'POST',
    '/v1/refunds',
    {
      payment_intent: text,
      charge: text,
      amount: integer({ min: 1 }),
      reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
      metadata,
      reverse_transfer: flag,
      refund_application_fee: flag,
      ...expand,
    },
    ({ state, params }) => {
      if (!params.payment_intent && !params.charge)
        throw badParameter(
          'One of the following params should be provided for this request: payment_intent or charge.',
          'payment_intent',
          'parameter_missing',
        )
      return refund(state, { ...params, paymentIntent: params.payment_intent })
    },
  ),
  endpoint('GET', '/v1/refunds', { ...pageParams, ...createdParams, charge: text, payment_intent: text }, ({ state, owner, params }) =>
    listPage(
      {
        table: state.tables.refunds,
        owner,
        url: '/v1/refunds',
        matches: (each) =>
          isWithin(params.created, each.created) &&
          (!params.charge || each.charge === params.charge) &&
          (!params.payment_intent || each.payment_intent === params.payment_intent),
      },
      params,
    ),
  ),
  endpoint('GET', '/v1/refunds/:id', { ...expand }, (call) => getRefund(call.state, part(call, 'id'))),
  endpoint('POST', '/v1/refunds/:id/cancel', { ...expand }, (call) => {
    if (getRefund(call.state, part(call, 'id')).status !== 'pending') throw invalidRequest('Only pending refunds can be canceled.')
    return failRefund(call.state, part(call, 'id'), 'canceled')
  }),
  endpoint('POST', '/v1/refunds/:id', { metadata, ...expand }, (call) => {
    const made = getRefund(call.state, part(call, 'id'))
    made.metadata = mergedMetadata(made.metadata, call.params.metadata)
    emit(call.state, 'refund.updated', made)
    return made
  }),
]
