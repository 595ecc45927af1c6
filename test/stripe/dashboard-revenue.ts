import { html } from 'hono/html'
import type Stripe from 'stripe'
import { currencyChoice } from './dashboard-money.ts'
import { amountForm, button, choice, field, hidden, section, shortId, table } from './dashboard-parts.ts'
import { shownMoney, shownTime } from './page.ts'
import type { State } from './state.ts'
import { newestFirst } from './table.ts'

const SHOWN = 25

export const customersSection = (state: State) => {
  const platform = state.platform.id
  const subscriptions = newestFirst(state.tables.subscriptions, platform)
  return section(
    'customers',
    'Customers and Checkout',
    html`<form method="post" action="/_/checkout">
      ${choice('Kind', 'interval', ['', 'month', 'year'])} ${field('Amount, in the smallest unit', 'amount', { value: '9900', type: 'number' })} ${currencyChoice(state)}
      ${field('Email', 'email', { value: 'buyer@customer.example', type: 'email' })} ${field('Name', 'name')} ${field('client_reference_id', 'client_reference_id')}
      <button class="main">Pay a Checkout</button>
    </form>
    <p class="soft">Without an interval it is a one-off payment. A client_reference_id with other than letters, digits, - and _ is dropped in silence, as Stripe does.</p>`,
    table(
      ['Customer', 'Email', 'Subscriptions', 'Card', 'Charge it'],
      newestFirst(state.tables.customers, platform)
        .slice(0, SHOWN)
        .map((customer) => [
          html`${customer.name ?? ''}<br>${shortId(customer.id)}`,
          customer.email ?? '–',
          subscriptions
            .filter((each) => each.customer === customer.id)
            .map(
              (each) =>
                html`${each.status} ${shortId(each.id)} ${each.status === 'canceled' ? '' : button('end-subscription', 'End', { id: each.id })}`,
            ),
          state.declined[customer.id]
            ? button('card', 'declined: accept it again', { customer: customer.id, declined: 'false' })
            : button('card', 'Decline from now on', { customer: customer.id, declined: 'true' }),
          html`<form method="post" action="/_/invoice">${hidden({ customer: customer.id })}<input name="amount" value="5000" size="7" aria-label="Amount"><input name="currency" value="usd" size="3" aria-label="Currency"><select name="pay" aria-label="Payment"><option value="card">paid by card</option><option value="outside">paid outside</option><option value="no">open</option></select><button>Invoice</button></form><form method="post" action="/_/subscription">${hidden({ customer: customer.id })}<input name="amount" value="9900" size="7" aria-label="Amount of a period"><input name="currency" value="usd" size="3" aria-label="Currency of the subscription"><select name="interval" aria-label="Interval"><option>month</option><option>year</option></select><button>Subscribe</button></form>`,
        ]),
      'None yet.',
    ),
    html`<form method="post" action="/_/customer">${field('Email', 'email', { type: 'email' })} ${field('Name', 'name')} <button>Create customer</button></form>`,
  )
}

export const invoicesSection = (state: State) =>
  section(
    'invoices',
    'Invoices',
    table(
      ['When', 'Invoice', 'Customer', 'Why', 'Total', 'Paid', 'State', ''],
      newestFirst(state.tables.invoices, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          each.customer_email ?? '–',
          each.billing_reason ?? '–',
          shownMoney(each.total, each.currency),
          shownMoney(each.amount_paid, each.currency),
          each.status ?? '–',
          each.status === 'open'
            ? html`${button('pay', 'Pay', { invoice: each.id })}${button('give-up-invoice', 'Void', { invoice: each.id, as: 'void' })}`
            : html`${each.amount_paid > 0 ? amountForm('refund', 'Refund', { invoice: each.id }) : ''}${creditForm(each)}`,
        ]),
      'None yet.',
    ),
  )

/** A credit note over a paid invoice says how the money comes back: here all of it by a refund. */
const creditForm = (invoice: Stripe.Invoice) =>
  invoice.amount_paid > 0
    ? html`<form method="post" action="/_/credit-note">${hidden({ invoice: invoice.id })}<input name="amount" size="6" aria-label="Amount of the credit note" placeholder="credit"><input name="refund" size="6" aria-label="Of it refunded" placeholder="refunded"><button>Credit note</button></form>`
    : ''
