import type { Deps } from '../deps.ts'
import { browserOf } from './browser.ts'
import { keepClick, type WaitingClick } from './click-buffer.ts'
import { newClickId, readClickId } from './click-id.ts'
import type { CachedLink } from './link-cache.ts'
import { referralName } from './names.ts'
import { isCampaign, visitKindOf } from './rules.ts'
import { isAllowedHost, locationOf, type Route } from './rules-destination.ts'

export type VisitDeps = Pick<Deps, 'db' | 'clickQueue' | 'settings' | 'now' | 'newId'>
type Context = Pick<ExecutionContext, 'waitUntil'>

/**
 * Sends a visitor on, with a signed click id in address and cookie and the click kept, where the visit counts. Undefined when the link
 * leads nowhere (any more).
 */
export function answerVisit(deps: VisitDeps, link: CachedLink, request: Request, context: Context): Promise<Response> | undefined {
  const route = routeTo(link, deps.settings)
  return route && sendOn(deps, link, route, request, context)
}

async function sendOn(deps: VisitDeps, link: CachedLink, route: Route, request: Request, context: Context): Promise<Response> {
  const { headers, url } = request
  const userAgent = headers.get('user-agent') ?? ''
  const browser = browserOf(userAgent)
  const kind = link.givesCredit ? visitKindOf(visitOf(request, browser.isBot)) : 'embedded'
  const query = queryOf(url)
  if (kind === 'embedded') return answerRedirect(locationOf(route, query, undefined))

  const clickedAt = deps.now()
  const clickId = newClickId(clickedAt, deps.newId('clk'))
  const referral = await link.sign(clickId)
  const location = locationOf(route, query, referral)
  if (kind === 'uncounted') return answerRedirect(location)

  const campaign = campaignIn(query) ?? link.campaign
  const seen = { device: browser.device, referrer: headers.get('referer'), query }
  keepClick(deps, clickOf(request, link, { id: clickId, clickedAt, campaign, ...seen }), context)
  return answerRedirect(location, await cookieFor(deps, headers, link, referral, clickedAt))
}

type Clicked = Pick<WaitingClick, 'id' | 'campaign' | 'device' | 'referrer' | 'query'> & { clickedAt: Date }

/** What is kept of a counted click, whether the redirect or a page of the company's saw it. */
export function clickOf(request: Request, { linkId, partnerId }: CachedLink, clicked: Clicked): WaitingClick {
  const { clickedAt, ...rest } = clicked
  const address = request.headers.get('cf-connecting-ip')
  const visitor = address ? `${address}\n${request.headers.get('user-agent') ?? ''}` : ''
  return { ...rest, linkId, partnerId, clickedAt: clickedAt.getTime(), country: countryOf(request), visitor }
}

/** The host is looked at again here: the list may have become shorter since the link was made. */
function routeTo(link: CachedLink, { allowedHosts, portalOrigin }: Deps['settings']): Route | undefined {
  if (link.isIntroduction) return { origin: portalOrigin, pathname: `/i/${link.code}`, query: '', fragment: '' }
  return isAllowedHost(link.host, allowedHosts) ? link.route : undefined
}

/** 302 and nothing that a browser, a proxy or a page behind it would keep; no `Referrer-Policy`, which is the visitor's own (style.md 7). */
const answerRedirect = (location: string, cookie?: string): Response =>
  new Response(null, {
    status: 302,
    headers: cookie ? { location, 'cache-control': 'no-store', 'set-cookie': cookie } : { location, 'cache-control': 'no-store' },
  })

const visitOf = ({ method, headers }: Request, isBot: boolean) => ({
  method,
  fetchMode: headers.get('sec-fetch-mode') ?? undefined,
  fetchDest: headers.get('sec-fetch-dest') ?? undefined,
  isBot,
  purpose: headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-purpose') ?? headers.get('x-moz') ?? undefined,
})

/**
 * The cookie of a counted click, unless the visitor asks for privacy or the group for consent: then the address carries the id alone. Where the first touch wins, a click id that is still good stays:
 * a later partner's click travels in the address and is a touch of its own.
 */
async function cookieFor(
  { settings }: VisitDeps,
  headers: Headers,
  link: CachedLink,
  referral: string,
  now: Date,
): Promise<string | undefined> {
  if (link.consentRequired || headers.get('sec-gpc') === '1') return undefined
  const earlier = referralIn(headers.get('cookie'))
  if (earlier && (await keepsEarlier(settings.signingKeys, link, earlier, now))) return undefined
  return `${referralName}=${referral}; Max-Age=${link.windowDays * 86_400}; Path=/; Secure; SameSite=Lax`
}

/** Whether a click id of before stays in its cookie: the first touch wins, and it is ours and inside the window. */
export async function keepsEarlier(
  keys: Deps['settings']['signingKeys'],
  { model, windowDays }: Pick<CachedLink, 'model' | 'windowDays'>,
  earlier: string,
  now: Date,
): Promise<boolean> {
  if (model !== 'first_touch') return false
  const read = await readClickId(keys, earlier)
  return read.ok && now.getTime() - read.clickedAt.getTime() <= windowDays * 86_400_000
}

const cookieShape = new RegExp(`(?:^|;\\s*)${referralName}=([\\w-]+)`)

const referralIn = (cookies: string | null): string | undefined =>
  cookies?.includes(referralName) ? cookieShape.exec(cookies)?.[1] : undefined

/** The tag that a visitor's address brings along. */
export function campaignIn(query: string): string | undefined {
  const campaign = query && new URLSearchParams(query).get('c')
  return campaign && isCampaign(campaign) ? campaign : undefined
}

/** Cloudflare's guess, ISO 3166 alpha-2; `XX` and `T1` say that it has none. */
function countryOf({ headers, cf }: Request): string | null {
  const country = headers.get('cf-ipcountry') ?? cf?.country
  return typeof country === 'string' && /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null
}

const queryOf = (url: string): string => {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}
