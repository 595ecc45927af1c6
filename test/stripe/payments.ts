import type Stripe from 'stripe'
import { move } from './balance.ts'
import { emit } from './events.ts'
import { blankIntent, chargeOf, type Intent, type Payer } from './payment-shapes.ts'
import { idOf, type State } from './state.ts'
import { insert } from './table.ts'

export function createIntent(state: State, asked: Intent): Stripe.PaymentIntent {
  const intent = blankIntent(state, asked)
  insert(state, state.tables.paymentIntents, state.platform.id, intent)
  emit(state, 'payment_intent.created', intent)
  return intent
}

/** The customer's card is charged: the money is pending for some days, then available. */
export function confirmIntent(state: State, intent: Stripe.PaymentIntent, payer: Payer = {}): Stripe.Charge {
  const owner = state.platform.id
  const { amount, currency: code, description } = intent
  const charge = chargeOf(state, {
    ...payer,
    owner,
    prefix: 'ch',
    amount,
    currency: code,
    customer: idOf(intent.customer) ?? null,
    paymentIntent: intent.id,
    description,
    metadata: intent.metadata,
  })
  const settlesIn = state.settings.settlementDays * 86_400
  charge.balance_transaction = move(state, {
    owner,
    currency: code,
    amount,
    type: 'charge',
    source: charge.id,
    category: 'charge',
    description,
    settlesIn,
  }).id
  insert(state, state.tables.charges, owner, charge)
  intent.amount_received = amount
  intent.latest_charge = charge.id
  intent.payment_method = 'pm_card_visa'
  intent.status = 'succeeded'
  emit(state, 'charge.succeeded', charge)
  emit(state, 'payment_intent.succeeded', intent)
  return charge
}
