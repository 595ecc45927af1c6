import { html } from 'hono/html'
import { currencyChoice } from './dashboard-money.ts'
import { button, choice, field, hidden, section, shortId, table } from './dashboard-parts.ts'
import { shownMoney, shownTime } from './page.ts'
import { idOf, type State } from './state.ts'
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
      ['Customer', 'Email', 'Subscriptions', 'Invoice'],
      newestFirst(state.tables.customers, platform)
        .slice(0, SHOWN)
        .map((customer) => [
          html`${customer.name ?? ''} ${shortId(customer.id)}`,
          customer.email ?? '–',
          subscriptions
            .filter((each) => each.customer === customer.id)
            .map(
              (each) =>
                html`${each.status} ${shortId(each.id)} ${each.status === 'canceled' ? '' : button('end-subscription', 'End', { id: each.id })}`,
            ),
          html`<form method="post" action="/_/invoice">${hidden({ customer: customer.id })}<input name="amount" value="5000" size="7" aria-label="Amount"><input name="currency" value="usd" size="3" aria-label="Currency"><select name="pay" aria-label="Payment"><option value="card">paid by card</option><option value="outside">paid outside</option><option value="no">open</option></select><button>Invoice</button></form>`,
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
            : html`<form method="post" action="/_/refund">${hidden({ invoice: each.id })}<input name="amount" size="6" placeholder="the rest" aria-label="Amount"><button>Refund</button></form>`,
        ]),
      'None yet.',
    ),
  )

export const refundsSection = (state: State) => {
  const charges = newestFirst(state.tables.charges, state.platform.id).slice(0, SHOWN)
  return section(
    'refunds',
    'Charges and refunds',
    table(
      ['When', 'Charge', 'Payment', 'Amount', 'Refunded', ''],
      charges.map((each) => [
        shownTime(each.created),
        shortId(each.id),
        shortId(idOf(each.payment_intent)),
        shownMoney(each.amount, each.currency),
        shownMoney(each.amount_refunded, each.currency),
        each.refunded
          ? ''
          : html`<form method="post" action="/_/refund">${hidden({ charge: each.id })}<input name="amount" size="6" placeholder="the rest" aria-label="Amount"><select name="pending" aria-label="Arrival"><option value="false">at once</option><option value="true">pending</option></select><button>Refund</button></form>`,
      ]),
      'No charges yet.',
    ),
    table(
      ['When', 'Refund', 'Amount', 'State', ''],
      newestFirst(state.tables.refunds, state.platform.id)
        .slice(0, SHOWN)
        .map((each) => [
          shownTime(each.created),
          shortId(each.id),
          shownMoney(each.amount, each.currency),
          each.status ?? '–',
          each.status === 'failed' || each.status === 'canceled'
            ? ''
            : html`${button('refund-outcome', 'Fail', { id: each.id, outcome: 'failed' })}${each.status === 'pending' ? button('refund-outcome', 'Succeed', { id: each.id, outcome: 'succeeded' }) : ''}`,
        ]),
      'No refunds yet.',
    ),
  )
}

export const eventsSection = (state: State) => {
  const rows = [...Object.values(state.tables.events), ...Object.values(state.tables.thinEvents)]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, 2 * SHOWN)
  const deliveriesOf = (id: string) => state.deliveries.filter((each) => each.event === id)
  return section(
    'events',
    'Events',
    table(
      ['Event', 'Type', 'Deliveries', ''],
      rows.map(({ object }) => [
        shortId(object.id),
        object.type,
        deliveriesOf(object.id)
          .map((each) => `${each.status}${each.answered === null ? '' : ` (${each.answered})`}`)
          .join(', ') || 'nobody asked for it',
        html`${button('resend', 'Send again', { event: object.id })}${button('withhold', 'Withhold', { event: object.id })}`,
      ]),
      'None yet.',
    ),
  )
}

export const requestsSection = (state: State) =>
  section(
    'requests',
    'Requests',
    table(
      ['When', 'Request', 'Answer', 'Key', 'Parameters'],
      state.requests
        .slice(-2 * SHOWN)
        .reverse()
        .map((each) => [
          shownTime(each.at / 1000),
          html`${each.method} ${each.path}`,
          `${each.status ?? 'none'}${each.replayed ? ', replayed' : ''}${each.fault ? `, fault: ${each.fault}` : ''}`,
          each.key ?? '–',
          html`<details><summary>show</summary><pre>${JSON.stringify({ asked: each.params, answered: each.answer }, null, 1)}</pre></details>`,
        ]),
      'None yet.',
    ),
  )
