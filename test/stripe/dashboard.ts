import { Hono } from 'hono'
import { html } from 'hono/html'
import { page, stylesheet } from './page.ts'
import type { State } from './state.ts'

/** The page for people who try Goodword: everything that may happen on Stripe's side, behind a button. */
export function dashboard(state: State, now: () => Date): Hono {
  const routes = new Hono()
  routes.get('/stand-in.css', (c) => c.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
  routes.get('/', (c) => c.html(page('Stripe stand-in', html`<p>${now().toISOString()} ${state.platform.name}</p>`)))
  return routes
}
