import type { Deps } from '../deps.ts'
import { browserOf } from './browser.ts'
import { keepClick } from './click-buffer.ts'
import { newClickId, readClickId } from './click-id.ts'
import type { CachedLink } from './link-cache.ts'
import type { ClickOnItsWay } from './message.ts'
import { referralName } from './names.ts'
import { isCampaign, referrerHostOf, type Visit, visitKindOf } from './rules.ts'
import { isAllowedHost, locationOf, type Route } from './rules-destination.ts'
import { paidByOf } from './rules-paid.ts'
import { visitorHashOf } from './visitor.ts'

export type VisitDeps = Pick<Deps, 'db' | 'clickQueue' | 'settings' | 'now' | 'newId'>
type Context = Pick<ExecutionContext, 'waitUntil'>

/** A request, when it came, and what was read of it already: each look at it costs more than a line of ours. */
export type VisitRequest = { request: Request; method: string; url: string; at: Date }

/**
 * Sends a visitor on, with a signed click id in address and cookie and the click kept, where the visit counts. Undefined when the link
 * leads nowhere (any more).
 */
export function answerVisit(deps: VisitDeps, link: CachedLink, visit: VisitRequest, context: Context): Response | undefined {
  const route = routeTo(link, deps.settings)
  return route && sendOn(deps, link, route, visit, context)
}

function sendOn(deps: VisitDeps, link: CachedLink, route: Route, visit: VisitRequest, context: Context): Response {
  const { request, method, url, at: clickedAt } = visit
  const { headers } = request
  const userAgent = headers.get('user-agent') ?? ''
  const browser = browserOf(userAgent)
  const kind = link.givesCredit ? visitKindOf(visitOf(method, headers, browser.isBot)) : 'embedded'
  const query = queryOf(url)
  if (kind === 'embedded') return answerRedirect(locationOf(route, query, undefined))

  const clickId = newClickId(clickedAt, deps.newId('clk'))
  const referral = link.sign(clickId)
  const location = locationOf(route, query, referral)
  if (kind === 'uncounted') return answerRedirect(location)

  const campaign = campaignIn(query) ?? link.campaign
  const { device } = browser
  const referrer = headers.get('referer')
  keepClick(deps, clickOf(deps, request, link, { id: clickId, clickedAt, campaign, userAgent, device, referrer, query }), context)
  const setsCookie = !asksForPrivacy(link, headers) && !hasEarlier(deps, link, headers, clickedAt)
  return answerRedirect(location, setsCookie ? cookieOf(link, referral) : undefined)
}

type Clicked = Pick<ClickOnItsWay, 'id' | 'campaign' | 'device'> & {
  clickedAt: Date
  userAgent: string
  referrer: string | null
  query: string
}

/** What is kept of a counted click, whether the redirect or a page of the company's saw it. Who clicked is kept nowhere, only a hash of the day. */
export function clickOf({ settings }: VisitDeps, request: Request, link: CachedLink, clicked: Clicked): ClickOnItsWay {
  const { headers } = request
  const { id, clickedAt, campaign, device } = clicked
  const [signingKey] = settings.signingKeys
  const address = headers.get('cf-connecting-ip')
  return {
    id,
    linkId: link.linkId,
    partnerId: link.partnerId,
    clickedAt: clickedAt.getTime(),
    campaign,
    country: countryOf(headers.get('cf-ipcountry') ?? request.cf?.country),
    device,
    referrerHost: referrerHostOf(clicked.referrer),
    visitorHash: signingKey && address ? visitorHashOf(signingKey, `${address}\n${clicked.userAgent}`, clickedAt) : null,
    paidBy: paidByOf(clicked.query),
  }
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

/** Each header that is looked at costs, and only a navigation goes to a document: its mode says no more then. */
function visitOf(method: string, headers: Headers, isBot: boolean): Visit {
  const fetchDest = headers.get('sec-fetch-dest') ?? undefined
  const fetchMode = fetchDest === undefined ? (headers.get('sec-fetch-mode') ?? undefined) : undefined
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-purpose') ?? headers.get('x-moz') ?? undefined
  return { method, fetchMode, fetchDest, purpose, isBot }
}

/** Then no cookie is set, and the address carries the id alone. */
const asksForPrivacy = ({ consentRequired }: CachedLink, headers: Headers): boolean => consentRequired || headers.get('sec-gpc') === '1'

/** Where the first touch wins, a click id that is still good stays: a later partner's click travels in the address and is a touch of its own. */
function hasEarlier({ settings }: VisitDeps, { model, windowDays }: CachedLink, headers: Headers, now: Date): boolean {
  const earlier = model === 'first_touch' ? referralIn(headers.get('cookie')) : undefined
  if (!earlier) return false
  const read = readClickId(settings.signingKeys, earlier)
  return read.ok && now.getTime() - read.clickedAt.getTime() <= windowDays * 86_400_000
}

const cookieOf = ({ windowDays }: CachedLink, referral: string): string =>
  `${referralName}=${referral}; Max-Age=${windowDays * 86_400}; Path=/; Secure; SameSite=Lax`

const cookieShape = new RegExp(`(?:^|;\\s*)${referralName}=([\\w-]+)`)

const referralIn = (cookies: string | null): string | undefined =>
  cookies?.includes(referralName) ? cookieShape.exec(cookies)?.[1] : undefined

/** The tag that a visitor's address brings along. */
export function campaignIn(query: string): string | undefined {
  const campaign = query && new URLSearchParams(query).get('c')
  return campaign && isCampaign(campaign) ? campaign : undefined
}

/** Cloudflare's guess, ISO 3166 alpha-2; `XX` and `T1` say that it has none. */
const countryOf = (guess: unknown): string | null =>
  typeof guess === 'string' && /^[A-Z]{2}$/.test(guess) && guess !== 'XX' ? guess : null

const queryOf = (url: string): string => {
  const start = url.indexOf('?')
  return start < 0 ? '' : url.slice(start + 1)
}
