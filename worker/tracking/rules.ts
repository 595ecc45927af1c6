import { memoized } from '../memo.ts'
import type { ClickOnItsWay } from './message.ts'

/** What a request says about who sent it and why; a header that is absent is not a "no" (style.md 7). */
export type Visit = {
  method: string
  fetchMode: string | undefined
  fetchDest: string | undefined
  /** `Sec-Purpose`, or what older browsers sent instead. */
  purpose: string | undefined
  isBot: boolean
}

/**
 * `click`: a person's browser goes there as a page of its own. `uncounted`: the same redirect, but nobody looked yet (HEAD, prefetch,
 * a known bot). `embedded`: an image, frame or script asked, which earns nobody credit.
 */
type VisitKind = 'click' | 'uncounted' | 'embedded'

export function visitKindOf({ method, fetchMode, fetchDest, purpose, isBot }: Visit): VisitKind {
  if (fetchMode !== undefined && fetchMode !== 'navigate') return 'embedded'
  if (fetchDest !== undefined && fetchDest !== 'document') return 'embedded'
  return method !== 'GET' || isBot || isPrefetch(purpose) ? 'uncounted' : 'click'
}

/** `Sec-Purpose` may be `prefetch;prerender`. */
const isPrefetch = (purpose = ''): boolean => /^(prefetch|preview|prerender)/i.test(purpose)

const maxHostLength = 253

/** The host of the page that the link stood on, if the browser tells: mostly a bare origin, and that of many visitors. */
export const referrerHostOf = (referrer: string | null): string | null => (referrer && hostIn(referrer)) || null

const hostIn = memoized(500, (referrer: string) => URL.parse(referrer)?.hostname.slice(0, maxHostLength) ?? '')

export function deviceOf(userAgent = ''): ClickOnItsWay['device'] {
  if (/iPad|Tablet|Kindle|Silk\//i.test(userAgent) || /Android(?!.*Mobile)/.test(userAgent)) return 'tablet'
  if (/Mobile|iPhone|iPod|Android/i.test(userAgent)) return 'phone'
  return /Windows NT|Macintosh|X11|CrOS|Linux/.test(userAgent) ? 'desktop' : 'other'
}

const campaignShape = /^[A-Za-z0-9._~-]{1,64}$/
/** A campaign tag is 1 to 64 of letters, digits, `.`, `_`, `~` and `-`. */
export const isCampaign = (text: string): boolean => campaignShape.test(text)

const codeShape = /^[A-Za-z0-9_-]{2,64}$/
/** A code is 2 to 64 of letters, digits, `-` and `_`, and compared without case (domain.md B1). */
export const isCode = (text: string): boolean => codeShape.test(text)

/** Codes to try for somebody who chose none, the nicest first: the name, with its campaign, then numbered. */
export function codesFor(name: string, campaign: string | null): string[] {
  const stem = slugOf(name) || 'partner'
  const [first = ''] = stem.split('-')
  const tagged = campaign ? slugOf(`${stem}-${campaign}`) : ''
  const numbered = Array.from({ length: 40 }, (_, index) => `${stem.slice(0, 60)}-${index + 2}`)
  return [...new Set([first, stem, tagged, ...numbered])].filter(isCode)
}

const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
