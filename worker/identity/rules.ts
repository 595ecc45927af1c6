import type { PersonKind } from '../../schema/people.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long a session lasts unused, and at most (design.md 7): staff hold money, so theirs is a working day. */
const lifetimes: Record<PersonKind, { idleMs: number; absoluteMs: number }> = {
  member: { idleMs: 14 * dayMs, absoluteMs: 30 * dayMs },
  staff: { idleMs: 12 * hourMs, absoluteMs: 24 * hourMs },
}
const seenEveryMs = 5 * minuteMs

export const sessionEnd = (kind: PersonKind, startedAt: Date): Date => new Date(startedAt.getTime() + lifetimes[kind].absoluteMs)

export const isLive = (session: { personKind: PersonKind; lastSeenAt: Date; expiresAt: Date; endedAt: Date | null }, now: Date): boolean =>
  session.endedAt === null && now < session.expiresAt && now.getTime() - session.lastSeenAt.getTime() < lifetimes[session.personKind].idleMs

/** Whether the last visit is long enough ago to be worth a write. */
export const isSeenAnew = (lastSeenAt: Date, now: Date): boolean => now.getTime() - lastSeenAt.getTime() >= seenEveryMs

const secondFactorMs = 10 * minuteMs

/** A second factor holds for ten minutes (money.md 11). */
export const isFreshFactor = (secondFactorAt: Date | null, now: Date): boolean =>
  secondFactorAt !== null && now.getTime() - secondFactorAt.getTime() <= secondFactorMs

/** How long a mailed link and its code work. */
export const signInEnd = (askedAt: Date): Date => new Date(askedAt.getTime() + 10 * minuteMs)

/** How long an authenticator may take over what it was asked. */
export const challengeEnd = (askedAt: Date): Date => new Date(askedAt.getTime() + 5 * minuteMs)

/** How long an admin's one-time code for a first passkey works. */
export const invitationEnd = (madeAt: Date): Date => new Date(madeAt.getTime() + dayMs)

/** An authenticator that counts always says more than before; one that never counts always says 0. Else the key was copied. */
export const isNextCount = (before: number, now: number): boolean => (before === 0 && now === 0) || now > before

/** Who a passkey is for: it signs on our address alone. */
export const relyingPartyOf = (portalOrigin: string): { origin: string; id: string } => ({
  origin: portalOrigin,
  id: new URL(portalOrigin).hostname,
})

/** Wrong codes that one mail bears. */
export const codeTries = 5

/** How often something may be tried within a window that begins on the full hour or day, UTC. */
export type Limit = { what: string; times: number; windowMs: number }

export const limits = {
  askByAddress: { what: 'sign-in/address', times: 10, windowMs: hourMs },
  askByBrowser: { what: 'sign-in/browser', times: 20, windowMs: hourMs },
  codeByBrowser: { what: 'code/browser', times: 20, windowMs: hourMs },
  /** Guessing across many mails and browsers stays hopeless: fifty of a million a day. The link keeps working. */
  wrongCodeByPerson: { what: 'code/person', times: 50, windowMs: dayMs },
  passkeyByPerson: { what: 'passkey/person', times: 60, windowMs: hourMs },
  passkeyCodeByPerson: { what: 'passkey-code/person', times: 20, windowMs: hourMs },
} as const satisfies Record<string, Limit>

export const windowOf = ({ windowMs }: Limit, now: Date): Date => new Date(Math.floor(now.getTime() / windowMs) * windowMs)

/**
 * Where to go after signing in: a path of this site, and never back to signing in or out. Anything else leads to the overview.
 */
export function safeNext(text: string | undefined): string {
  if (!text || text.length > 500 || !/^\/(?![/\\])/.test(text)) return '/'
  const here = 'https://portal.invalid'
  const url = URL.parse(text, here)
  if (!url || url.origin !== here || /^\/sign-(in|out)(\/|$)/.test(url.pathname)) return '/'
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search
}
