import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Programme } from '../portal/components/page-title.tsx'
import { Reach } from '../portal/components/way.tsx'
import { Layout } from '../portal/layout.tsx'
import type { AppEnv, SignedInMember } from './env.ts'
import { navigationOf, roleInWords } from './navigation.ts'
import { pauseInWords } from './partners/rules.ts'
import { takeSaid } from './said.ts'

/** Headers of every page. A form of ours may end at Stripe's hosted pages, so `form-action` names them. */
export const pageHeaders = createMiddleware<AppEnv>(async (c, next) => {
  const { apiBase } = c.var.deps.settings.stripe
  const stripePages = apiBase ? [apiBase] : ['https://connect.stripe.com', 'https://*.stripe.com']
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'", ...stripePages],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
  })
  await headers(c, next)
  c.header('cache-control', 'private, no-store')
})

/** `c.render(<Page />)` draws the page inside the layout of whoever is looking. */
export const drawPages = createMiddleware<AppEnv>(async (c, next) => {
  c.setRenderer((page, options) => c.html(documentOf(c, page, options?.audience), options?.status ?? 200))
  await next()
})

/** A problem may strike before there is a viewer or a renderer. */
export const drawProblem = (c: Context<AppEnv>, status: ContentfulStatusCode, page: Child): Response | Promise<Response> =>
  c.html(documentOf(c, page), status)

/** A paused partner reads it on every page; what it may still do, the acts decide. */
const pauseOf = ({ pausedBecause }: SignedInMember) =>
  typeof pausedBecause === 'string' ? { tone: 'warn' as const, text: pauseInWords(pausedBecause) } : undefined

function documentOf(c: Context<AppEnv>, page: Child, audience?: 'home' | 'desk') {
  const { viewer, deps } = c.var
  const programme = deps?.settings.companyName ?? 'Goodword'
  const layout = (
    <Layout
      audience={audience ?? (viewer?.kind === 'staff' ? 'desk' : 'home')}
      programme={programme}
      version={c.env?.VERSION?.id || 'local'}
      environment={deps?.settings.environment}
      viewer={viewer && { name: viewer.name, role: roleInWords(viewer) }}
      said={takeSaid(c)}
      flash={viewer?.kind === 'member' ? pauseOf(viewer) : undefined}
      nav={viewer && navigationOf(viewer, c.req.path)}
    >
      <Programme.Provider value={programme}>
        <Reach.Provider value={c.var.mayOpen ?? (() => true)}>{page}</Reach.Provider>
      </Programme.Provider>
    </Layout>
  )
  // As a child in JSX the doctype would be escaped and the page drawn in quirks mode.
  return html`<!DOCTYPE html>${layout}`
}
