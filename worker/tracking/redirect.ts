import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Deps } from '../deps.ts'
import type { AppContext, AppEnv } from '../env.ts'
import { allow } from '../identity/policy.ts'
import { type Browser, browserOf } from './browser.ts'
import { keepClick } from './click-buffer.ts'
import { type ClickFacts, newClickId, readClickId, signClickId } from './click-id.ts'
import { type CachedLink, recallLink, rememberLink } from './link-cache.ts'
import { referralName } from './names.ts'
import { isCampaign, isCode, referrerHostOf, type VisitKind, visitKindOf } from './rules.ts'
import { isAllowedHost, locationOf, type Route } from './rules-destination.ts'
import { findLinkTarget } from './store.ts'
import { answerUnknownLink } from './unknown-link.tsx'

/** What visitors call. A link that this isolate knows asks D1 nothing before the answer, and its click nothing but memory. */
export const redirect = new Hono<AppEnv>().get('/:code', allow('anyone'), async (c) => {
  const { deps } = c.var
  const code = c.req.param('code')
  const link = isCode(code) ? await findLink(deps, code.toLowerCase()) : null
  const route = link && routeTo(link, deps.settings)
  if (!link || !route) return answerUnknownLink(c)

  const userAgent = c.req.header('user-agent') ?? ''
  const browser = browserOf(userAgent)
  const kind = link.givesCredit ? visitKindOf(visitOf(c, browser)) : 'embedded'
  const query = queryOf(c.req.url)
  if (kind === 'embedded') return answerRedirect(locationOf(route, query, undefined))

  const facts = clickFactsOf(deps, link)
  const referral = await signClickId(deps.settings.signingKeys, facts)
  const cookie = await cookieFor(c, kind, link, referral)
  if (kind === 'click') keepClick(deps, clickOf(c, link, facts, { ...browser, userAgent, query }), (work) => c.executionCtx.waitUntil(work))
  return answerRedirect(locationOf(route, query, referral), cookie)
})

async function findLink({ db, now }: Pick<Deps, 'db' | 'now'>, code: string): Promise<CachedLink | null> {
  const known = recallLink(code, now())
  return known === undefined ? rememberLink(code, await findLinkTarget(db, code), now()) : known
}

/** The host is looked at again here: the list may have become shorter since the link was made. */
function routeTo(link: CachedLink, { allowedHosts, portalOrigin }: Deps['settings']): Route | undefined {
  if (link.isIntroduction) return { origin: portalOrigin, pathname: `/i/${link.code}`, query: '', fragment: '' }
  return isAllowedHost(link.host, allowedHosts) ? link.route : undefined
}

/** 302 and nothing that a browser, a proxy or a page behind it would keep; no `Referrer-Policy`, which is the visitor's own (style.md 7). */
function answerRedirect(location: string, cookie?: string): Response {
  const headers = { location, 'cache-control': 'no-store' }
  return new Response(null, { status: 302, headers: cookie ? { ...headers, 'set-cookie': cookie } : headers })
}

function visitOf(c: AppContext, { isBot }: Browser) {
  return {
    method: c.req.method,
    fetchMode: c.req.header('sec-fetch-mode'),
    fetchDest: c.req.header('sec-fetch-dest'),
    isBot,
    purpose: c.req.header('sec-purpose') ?? c.req.header('purpose') ?? c.req.header('x-purpose') ?? c.req.header('x-moz'),
  }
}

function clickFactsOf({ now, newId }: Deps, { linkId, partnerId }: CachedLink): ClickFacts {
  const clickedAt = now()
  return { clickId: newClickId(clickedAt, newId('clk')), linkId, partnerId, clickedAt }
}

/**
 * The cookie of a counted click, unless the visitor asks for privacy. Where the first touch wins, a click id that is still good stays:
 * a later partner's click travels in the address and is a touch of its own.
 */
async function cookieFor(c: AppContext, kind: VisitKind, { windowDays, model }: CachedLink, referral: string): Promise<string | undefined> {
  if (kind !== 'click' || c.req.header('sec-gpc') === '1') return undefined
  const { settings, now } = c.var.deps
  const windowMs = windowDays * 86_400_000
  const earlier = model === 'first_touch' && c.req.header('cookie')?.includes(referralName) ? getCookie(c, referralName) : undefined
  if (earlier) {
    const read = await readClickId(settings.signingKeys, earlier)
    if (read.ok && now().getTime() - read.clickedAt.getTime() <= windowMs) return undefined
  }
  return `${referralName}=${referral}; Max-Age=${windowMs / 1_000}; Path=/; Secure; SameSite=Lax`
}

type Asked = Browser & { userAgent: string; query: string }

function clickOf(c: AppContext, link: CachedLink, { clickId, clickedAt }: ClickFacts, { device, userAgent, query }: Asked) {
  const address = c.req.header('cf-connecting-ip')
  const campaign = query && new URLSearchParams(query).get('c')
  return {
    id: clickId,
    linkId: link.linkId,
    partnerId: link.partnerId,
    clickedAt: clickedAt.getTime(),
    campaign: campaign && isCampaign(campaign) ? campaign : link.campaign,
    country: countryOf(c),
    device,
    referrerHost: referrerHostOf(c.req.header('referer')),
    visitor: address ? `${address}\n${userAgent}` : '',
  }
}

/** Cloudflare's guess, ISO 3166 alpha-2; `XX` and `T1` say that it has none. */
function countryOf(c: AppContext): string | null {
  const country = c.req.header('cf-ipcountry') ?? c.req.raw.cf?.country
  return typeof country === 'string' && /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null
}

const queryOf = (url: string): string => {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}
