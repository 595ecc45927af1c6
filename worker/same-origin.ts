import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'
import { Refusal } from './errors.ts'

/**
 * Refuses every unsafe method that another site may have sent: `Sec-Fetch-Site: same-origin`, else the exact `Origin`, else no.
 * Hono's `csrf()` looks only at form content types (style.md 7).
 *
 * @throws Refusal forbidden
 */
export const sameOrigin = createMiddleware<AppEnv>(async (c, next) => {
  if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
  const site = c.req.header('sec-fetch-site')
  const ours = site ? site === 'same-origin' : c.req.header('origin') === c.var.deps.settings.portalOrigin
  if (!ours) throw new Refusal('forbidden', 'This was sent from another site. Please open the page here and send it again.')
  return next()
})
