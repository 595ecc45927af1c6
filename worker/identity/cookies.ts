import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppContext } from '../env.ts'
import { randomToken } from './keys.ts'

export const sessionCookie = '__Host-goodword'
const browserCookie = '__Host-goodword-browser'
const shared = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' } as const
const dayS = 86_400

export const readSessionCookie = (c: AppContext): string | undefined => getCookie(c, sessionCookie)

/** The cookie outlives no session: D1 decides when that one ends. */
export const writeSessionCookie = (c: AppContext, value: string): void =>
  setCookie(c, sessionCookie, value, { ...shared, maxAge: 30 * dayS })

export const dropSessionCookie = (c: AppContext): void => void deleteCookie(c, sessionCookie, shared)

/** What tells the browser that asked for a sign-in mail from every other one. */
export const readBrowser = (c: AppContext): string | undefined => {
  const value = getCookie(c, browserCookie)
  return value && /^[\w-]{43}$/.test(value) ? value : undefined
}

/** The asking browser's cookie, made when it has none. */
export function rememberBrowser(c: AppContext): string {
  const browser = readBrowser(c) ?? randomToken()
  setCookie(c, browserCookie, browser, { ...shared, maxAge: dayS })
  return browser
}
