import type { AttributionModel } from '../../schema/terms.ts'
import type { Route } from './rules-destination.ts'
import { routeOf } from './rules-destination.ts'
import { givesCredit, type LinkTarget } from './store.ts'

/** What the redirect needs of a link, made ready once. */
export type CachedLink = {
  linkId: string
  partnerId: string
  /** Of the group's rules, as the click id says it. */
  rulesVersion: number
  code: string
  campaign: string | null
  host: string
  /** Undefined for a link to the introduction page, and when its destination is no address any more. */
  route: Route | undefined
  isIntroduction: boolean
  givesCredit: boolean
  windowDays: number
  model: AttributionModel
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

export function rememberLink(code: string, target: LinkTarget | undefined, now: Date): CachedLink | null {
  const link = target ? readyForRedirect(target) : null
  entries.delete(code)
  for (const oldest of entries.keys()) {
    if (entries.size < maxEntries) break
    entries.delete(oldest)
  }
  entries.set(code, { link, at: now.getTime() })
  return link
}

/** For who makes or archives a link: what this isolate says is true at once, what others say within a minute. */
export const forgetLink = (code: string): void => {
  entries.delete(code.toLowerCase())
}

/** For who suspends a partner or lets it come back. */
export function forgetLinksOf(partnerId: string): void {
  for (const [code, { link }] of entries) if (link?.partnerId === partnerId) entries.delete(code)
}

export const forgetLinks = (): void => entries.clear()

const readyForRedirect = (target: LinkTarget): CachedLink => ({
  linkId: target.link.id,
  partnerId: target.link.partnerId,
  rulesVersion: 1,
  code: target.link.code,
  campaign: target.link.campaign,
  host: target.link.destinationHost,
  route: target.link.kind === 'redirect' ? routeOf({ host: target.link.destinationHost, path: target.link.destinationPath }) : undefined,
  isIntroduction: target.link.kind === 'introduction',
  givesCredit: givesCredit(target),
  windowDays: target.windowDays,
  model: target.model,
})
