import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { linkWorks, waysBack } from './account-links.ts'
import { type AccountState, bankAccountOf, setAccountState, setBankAccount } from './account-state.ts'
import { getAccount, transfersOf } from './account-view.ts'
import { emitThin } from './events.ts'
import { page } from './page.ts'
import type { Link, State } from './state.ts'

const choices: Record<string, AccountState> = {
  complete: 'complete',
  due: 'due',
  pending: 'pending',
  restrict: 'restrict',
  reject: 'reject',
}

/**
 * The hosted page behind an account link. Opening it uses the link up: opened again, or too late, it leads to the refresh address. What is
 * chosen becomes the state of the account, and the browser goes on to the return address.
 */
export function onboardingPage(state: State): Hono {
  const routes = new Hono()
  routes.get('/:token', (c) => {
    const found = state.links[c.req.param('token')]
    if (!found) return c.html(page('This link is unknown', html`<p>Go back to where you came from and ask for a new one.</p>`), 404)
    if (!linkWorks(state, found)) return c.redirect(waysBack(found).refreshUrl, 302)
    found.used = true
    return c.html(form(state, found))
  })
  routes.post('/:token', async (c) => {
    const found = state.links[c.req.param('token')]
    if (!found) return c.html(page('This link is unknown', html`<p>Go back to where you came from and ask for a new one.</p>`), 404)
    return finish(state, found, c)
  })
  return routes
}

async function finish(state: State, found: Link, c: Context): Promise<Response> {
  const entered = await c.req.formData()
  const choice = choices[String(entered.get('choice'))]
  const digits = String(entered.get('bank_account') ?? '').replaceAll(/\W/g, '')
  const account = getAccount(state, found.link.account)
  if (account.closed) return c.html(page('This account is closed', html`<p>It can no longer be set up.</p>`), 409)
  if (choice === 'complete' && digits.length >= 4 && bankAccountOf(state, account.id)?.last4 !== digits.slice(-4))
    setBankAccount(state, account.id, digits.slice(-4))
  if (choice) setAccountState(state, account.id, choice)
  emitThin(state, 'v2.core.account_link.returned', account.id, {
    isRelated: false,
    data: { account_id: account.id, configurations: account.applied_configurations, use_case: found.link.use_case.type },
  })
  return c.redirect(waysBack(found).returnUrl, 303)
}

function form(state: State, found: Link) {
  const account = getAccount(state, found.link.account)
  const bank = bankAccountOf(state, account.id)
  const due = account.requirements?.entries ?? []
  return page(
    `Set up payouts for ${account.display_name ?? account.contact_email ?? account.id}`,
    html`<section class="narrow">
      <p>Country: ${(account.identity?.country ?? '').toUpperCase()} · Transfers: ${transfersOf(account)?.status ?? 'not requested'}</p>
      ${due.length > 0 ? html`<p class="soft">Stripe still asks for:</p><ul>${due.map((each) => html`<li><code>${each.description}</code></li>`)}</ul>` : ''}
      <form class="stack" method="post" action="/setup/${found.token}">
        <label>Test bank account <input name="bank_account" value="${bank ? `000000${bank.last4}` : '000123456789'}" autocomplete="off"></label>
        <button class="main" name="choice" value="complete">Complete</button>
        <button name="choice" value="due">Leave requirements due</button>
        <button name="choice" value="pending">Hand in, and let Stripe review it</button>
        <button name="choice" value="restrict">Be restricted by Stripe</button>
        <button name="choice" value="reject">Be rejected by Stripe</button>
        <button name="choice" value="leave">Leave without finishing</button>
      </form>
    </section>`,
  )
}
