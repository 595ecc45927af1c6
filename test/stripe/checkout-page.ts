import { Hono } from 'hono'
import { html } from 'hono/html'
import type Stripe from 'stripe'
import { completeSession } from './checkout.ts'
import { ApiError } from './errors.ts'
import { page, shownMoney } from './page.ts'
import type { State } from './state.ts'
import { find } from './table.ts'

/** The hosted page of a Checkout session: what it costs, who pays, and the button that pays. */
export function checkoutPage(state: State): Hono {
  const routes = new Hono()
  const sessionOf = (id: string) => find(state.tables.checkoutSessions, state.platform.id, id)
  routes.get('/:id', (c) => {
    const session = sessionOf(c.req.param('id'))
    return session?.status === 'open' ? c.html(form(session)) : c.html(closed(session), session ? 410 : 404)
  })
  routes.post('/:id', async (c) => {
    const session = sessionOf(c.req.param('id'))
    if (session?.status !== 'open') return c.html(closed(session), session ? 410 : 404)
    const entered = await c.req.formData()
    const email = String(entered.get('email') ?? '').trim() || session.customer_email || ''
    if (!email.includes('@')) return c.html(form(session, 'Enter an email address.'), 422)
    try {
      completeSession(state, session.id, {
        email,
        name: String(entered.get('name') ?? '') || undefined,
        isDelayed: entered.get('delayed') === 'true',
      })
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem
      return c.html(form(session, problem.message), 409)
    }
    const { success_url: next } = session
    return next ? c.redirect(next.replace('{CHECKOUT_SESSION_ID}', session.id), 303) : c.html(closed(session))
  })
  return routes
}

const closed = (session: Stripe.Checkout.Session | undefined) =>
  page(
    session?.status === 'complete' ? 'Paid' : session ? 'This checkout has expired' : 'There is no such checkout',
    html`<p>${session?.status === 'complete' ? 'Thank you. You can close this page.' : 'Go back to the shop and begin again.'}</p>`,
  )

function form(session: Stripe.Checkout.Session, problem?: string) {
  const price = session.line_items?.data.find((line) => line.price?.recurring)?.price
  return page(
    'Pay Goodword',
    html`<section class="narrow">
      <p class="figure">${shownMoney(session.amount_total, session.currency)}${price?.recurring ? html` <span class="soft">every ${price.recurring.interval}</span>` : ''}</p>
      <ul>${(session.line_items?.data ?? []).map((line) => html`<li>${line.quantity} × ${line.description}</li>`)}</ul>
      <form class="stack" method="post" action="/c/pay/${session.id}">
        <label>Email <input type="email" name="email" value="${session.customer_email ?? ''}" required></label>
        <label>Name <input name="name"></label>
        <button class="main" name="delayed" value="false">Pay</button>
        ${session.mode === 'payment' ? html`<button name="delayed" value="true">Pay by a bank that answers later</button>` : ''}
      </form>
    </section>`,
    { problem },
  )
}
