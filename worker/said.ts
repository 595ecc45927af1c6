import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { AppContext, AppEnv } from './env.ts'
import { sentences } from './said-sentences.ts'

const cookie = '__Host-goodword-said'
const shared = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' } as const

/** After an act that leads to one of our pages, that page says once what happened. The cookie names the route, never words. */
export const rememberAct = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (c.req.method !== 'POST' || c.res.status !== 303) return
  const act = routePath(c)
  const leadsTo = c.res.headers.get('location') ?? ''
  // One more step of sign-in comes before the act itself.
  if (!Object.hasOwn(sentences, act) || !leadsTo.startsWith('/') || leadsTo.startsWith('/sign-in')) return
  setCookie(c, cookie, act, { ...shared, maxAge: 60 })
})

/** What the last act of this browser did, once. */
export function takeSaid(c: AppContext): string | undefined {
  const act = getCookie(c, cookie)
  if (act === undefined) return undefined
  setCookie(c, cookie, '', { ...shared, maxAge: 0 })
  return Object.hasOwn(sentences, act) ? sentences[act] : undefined
}
