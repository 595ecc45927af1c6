import type { Deps } from '../deps.ts'
import { campaignIn, clickOf, keepsEarlier } from './answer-visit.ts'
import { browserOf } from './browser.ts'
import { keepClick } from './click-buffer.ts'
import { newClickId, readClickId } from './click-id.ts'
import { findLink } from './find-link.ts'
import { isCode, visitKindOf } from './rules.ts'
import type { Arrival } from './shapes-site.ts'
import { findRulesOfLink } from './store-site.ts'

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
  const referral = await link.sign(id)
  if (looksLikeAVisit(request, browser.isBot)) {
    const { query, from } = arrival
    const campaign = campaignIn(query) ?? link.campaign
    const referrer = from ? `https://${from}/` : null
    keepClick(deps, clickOf(request, link, { id, clickedAt, campaign, userAgent, device: browser.device, referrer, query }), context)
  }
  const stays = arrival.kept !== '' && (await keepsEarlier(deps.settings.signingKeys, link, arrival.kept, clickedAt))
  return { referral: stays ? arrival.kept : referral, days: link.windowDays, wait: link.consentRequired }
}

/** A script of the page asks, so the request itself is no navigation. A program, or a page drawn ahead, gets its id and counts as no click. */
function looksLikeAVisit({ headers }: Request, isBot: boolean): boolean {
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? undefined
  return visitKindOf({ method: 'GET', fetchMode: undefined, fetchDest: undefined, isBot, purpose }) === 'click'
}

async function choose({ db, settings, now }: ArriveDeps, referral: string, kept: string): Promise<Arrived | undefined> {
  const read = await readClickId(settings.signingKeys, referral)
  const rules = read.ok ? await findRulesOfLink(db, read.linkId, read.partnerId) : undefined
  if (!rules) return undefined
  const stays = kept !== '' && (await keepsEarlier(settings.signingKeys, rules, kept, now()))
  return { referral: stays ? kept : referral, days: rules.windowDays, wait: rules.consentRequired }
}
