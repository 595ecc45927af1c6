import type Stripe from 'stripe'
import { getPrice, priceData, priceFrom } from './catalogue.ts'
import { badParameter } from './errors.ts'
import { newToken } from './ids.ts'
import { hash, integer, listOf, required, text } from './params.ts'
import { idOf, type State } from './state.ts'
import { find } from './table.ts'

/** What is bought, in a Checkout session or by a Payment Link. */
export const lineItems = listOf(required(hash({ price: text, price_data: priceData, quantity: integer({ min: 1 }) })))
type Asked = NonNullable<ReturnType<typeof lineItems>>

export const lineItemsOf = (state: State, asked: Asked): Stripe.LineItem[] =>
  asked.map((line, index) => {
    const price = line.price
      ? getPrice(state, line.price, `line_items[${index}][price]`)
      : line.price_data && priceFrom(state, line.price_data)
    if (!price) throw badParameter('You must pass either `price` or `price_data`.', `line_items[${index}][price]`)
    const quantity = line.quantity ?? 1
    const amount = (price.unit_amount ?? 0) * quantity
    return {
      id: `li_${newToken(state, 24)}`,
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description: find(state.tables.products, state.platform.id, idOf(price.product))?.name ?? null,
      metadata: {},
      price: structuredClone(price),
      quantity,
    }
  })
