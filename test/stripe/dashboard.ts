import { Hono } from 'hono'
import { html } from 'hono/html'
import { eventsSection, requestsSection } from './dashboard-events.ts'
import { accountsSection, balanceSection, bankPayoutsSection, clockSection, transfersSection } from './dashboard-money.ts'
import { disputesSection, refundsSection } from './dashboard-returns.ts'
import { customersSection, invoicesSection } from './dashboard-revenue.ts'
import { page, stylesheet } from './page.ts'
import type { State } from './state.ts'

const menu = [
  'clock',
  'balance',
  'accounts',
  'customers',
  'invoices',
  'refunds',
  'disputes',
  'transfers',
  'bank-payouts',
  'events',
  'requests',
]

/** The page for people who try Goodword: everything that may happen on Stripe's side, behind a button. */
export function dashboard(state: State, now: () => Date): Hono {
  const routes = new Hono()
  routes.get('/stand-in.css', (c) => c.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  routes.get('/', (c) =>
    c.html(
      page(
        'Stripe stand-in',
        html`<nav>${menu.map((name) => html`<a href="#${name}">${name.replace('-', ' ')}</a>`)}<a href="/mailbox">mailbox</a></nav>
          ${clockSection(now())} ${balanceSection(state)} ${accountsSection(state)} ${customersSection(state)} ${invoicesSection(state)}
          ${refundsSection(state)} ${disputesSection(state)} ${transfersSection(state)}
          ${bankPayoutsSection(state)} ${eventsSection(state)} ${requestsSection(state)}`,
        { done: c.req.query('done'), problem: c.req.query('problem') },
      ),
    ),
  )
  routes.get('/express/:account/:token', (c) =>
    c.html(
      page(
        'Express dashboard',
        html`<section class="narrow"><p>Here ${c.req.param('account')} sees its balance and its bank payouts.</p></section>`,
      ),
    ),
  )
  return routes
}
