import { modelOf } from '../attribution/rules.ts'
import type { Deps } from '../deps.ts'
import { campaignIn, clickOf } from './answer-visit.ts'
import { browserOf } from './browser.ts'
import { keepClick } from './click-buffer.ts'
import { newClickId, readClickId } from './click-id.ts'
import { findLink } from './find-link.ts'
import { isCode, visitKindOf } from './rules.ts'
import type { Arrival } from './shapes-site.ts'
import { findRulesOfLink, type SiteRules } from './store-site.ts'

/** What a page of the company's goes on with: a click id, its days in a cookie, and whether the cookie waits for consent. */
export type Arrived = { referral: string; days: number; wait: boolean }

type ArriveDeps = Pick<Deps, 'db' | 'clickQueue' | 'settings' | 'now' | 'newId'>
type Context = Pick<ExecutionContext, 'waitUntil'>

/**
 * Somebody arrived on a page of the company's with a code or a click id in its address. A code is a click by the rules of the redirect; a
 * click id is one already, and the question is whether it takes the place of the one kept before. Undefined: it is worth nothing.
 */
export async function arrive(deps: ArriveDeps, arrival: Arrival, request: Request, context: Context): Promise<Arrived | undefined> {
  if (arrival.referral) return choose(deps, arrival.referral, arrival.kept)
  const userAgent = request.headers.get('user-agent') ?? ''
  const browser = browserOf(userAgent)
  const link = isCode(arrival.code) ? await findLink(deps, arrival.code.toLowerCase()) : null
  if (!link?.givesCredit) return undefined

  const clickedAt = deps.now()
  const id = newClickId(clickedAt, deps.newId('clk'))
  const referral = link.sign(id)
  if (looksLikeAVisit(request, browser.isBot)) {
    const { query, from } = arrival
    const campaign = campaignIn(query) ?? link.campaign
    const referrer = from ? `https://${from}/` : null
    const { device } = browser
    keepClick(deps, clickOf(deps, request, link, { id, clickedAt, campaign, userAgent, device, referrer, query }), context)
  }
  return { referral: await chosen(deps, referral, link, arrival.kept), days: link.windowDays, wait: link.consentRequired }
}

/** A script of the page asks, so the request itself is no navigation. A program, or a page drawn ahead, gets its id and counts as no click. */
function looksLikeAVisit({ headers }: Request, isBot: boolean): boolean {
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? undefined
  return visitKindOf({ method: 'GET', fetchMode: undefined, fetchDest: undefined, isBot, purpose }) === 'click'
}

async function choose(deps: ArriveDeps, referral: string, kept: string): Promise<Arrived | undefined> {
  const rules = await findRulesOf(deps, referral)
  return rules && { referral: await chosen(deps, referral, rules, kept), days: rules.windowDays, wait: rules.consentRequired }
}

/** The kept one stays while its own partner's window is open, unless both partners' groups let the last touch win (as `bind.ts` decides). */
async function chosen(deps: ArriveDeps, referral: string, { model }: Pick<SiteRules, 'model'>, kept: string): Promise<string> {
  const earlier = kept === '' || kept === referral ? undefined : await findRulesOf(deps, kept)
  if (!earlier || modelOf([earlier.model, model]) === 'last_touch') return referral
  return deps.now().getTime() - earlier.clickedAt.getTime() <= earlier.windowDays * dayMs ? kept : referral
}

const dayMs = 86_400_000

/** The rules for a click id's link, if it is one of ours. */
async function findRulesOf({ db, settings }: ArriveDeps, referral: string) {
  const read = readClickId(settings.signingKeys, referral)
  const rules = read.ok ? await findRulesOfLink(db, read.linkId, read.partnerId) : undefined
  return read.ok && rules ? { ...rules, clickedAt: read.clickedAt } : undefined
}
