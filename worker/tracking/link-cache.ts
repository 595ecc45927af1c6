import type { AttributionModel } from '../../schema/terms.ts'
import { type ClickSigner, clickSigner, type SigningKey } from './click-id.ts'
import { type Route, routeOf, withUtm } from './rules-destination.ts'
import { givesCredit, type LinkTarget } from './store.ts'

/** What the redirect needs of a link, made ready once. */
export type CachedLink = {
  linkId: string
  partnerId: string
  code: string
  campaign: string | null
  host: string
  /** Undefined for a link to the introduction page, and when its destination is no address any more. */
  route: Route | undefined
  isIntroduction: boolean
  givesCredit: boolean
  /** The redirect sets no cookie for this group. */
  consentRequired: boolean
  windowDays: number
  model: AttributionModel
  sign: ClickSigner
}

type Entry = { link: CachedLink | null; at: number }

const maxEntries = 5_000
const maxAgeMs = 60_000

/** Of this isolate: codes in lower case, unknown ones included. The oldest entry goes first. */
const entries = new Map<string, Entry>()

/** Null: there is no such link. Undefined: nothing younger than a minute is known here. */
export function recallLink(code: string, now: Date): CachedLink | null | undefined {
  const entry = entries.get(code)
  return entry && Math.abs(now.getTime() - entry.at) < maxAgeMs ? entry.link : undefined
}

/** What reading says is kept, unless something was forgotten meanwhile: then it may be older than that. */
export async function rememberLink(
  code: string,
  reading: Promise<LinkTarget | undefined>,
  keys: readonly SigningKey[],
  now: Date,
): Promise<CachedLink | null> {
  const before = timesForgotten
  const target = await reading
  const link = target ? readyForRedirect(target, keys) : null
  if (timesForgotten !== before) return link
  entries.delete(code)
  for (const oldest of entries.keys()) {
    if (entries.size < maxEntries) break
    entries.delete(oldest)
  }
  entries.set(code, { link, at: now.getTime() })
  return link
}

let timesForgotten = 0

/** For who makes or archives a link: what this isolate says is true at once, what others say within a minute. */
export const forgetLink = (code: string): void => {
  timesForgotten += 1
  entries.delete(code.toLowerCase())
}

/** For who suspends a partner, lets it come back or gives it other rules. */
export function forgetLinksOf(partnerId: string): void {
  timesForgotten += 1
  for (const [code, { link }] of entries) if (link?.partnerId === partnerId) entries.delete(code)
}

export const forgetLinks = (): void => {
  timesForgotten += 1
  entries.clear()
}

function readyForRedirect(target: LinkTarget, keys: readonly SigningKey[]): CachedLink {
  const { link, rulesVersion, utm, consentRequired, windowDays, model } = target
  const { id: linkId, partnerId, code, campaign, destinationHost: host, destinationPath } = link
  const isIntroduction = link.kind === 'introduction'
  const path = withUtm(destinationPath, utm, link)
  return {
    linkId,
    partnerId,
    code,
    campaign,
    host,
    route: isIntroduction ? undefined : routeOf({ host, path }),
    isIntroduction,
    givesCredit: givesCredit(target),
    consentRequired,
    windowDays,
    model,
    sign: clickSigner(keys, { linkId, partnerId, rulesVersion }),
  }
}
