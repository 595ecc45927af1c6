import { isbot } from 'isbot'
import { deviceOf } from './rules.ts'

/** What the name of a browser says. */
export type Browser = { isBot: boolean; device: ReturnType<typeof deviceOf> }

/** Most visitors share a few names, and reading one costs more than the rest of a redirect. */
const browsers = new Map<string, Browser>()
const maxBrowsers = 500
const maxNameLength = 400

export function browserOf(userAgent: string): Browser {
  const known = browsers.get(userAgent)
  if (known) return known
  const browser = { isBot: userAgent !== '' && isbot(userAgent), device: deviceOf(userAgent) }
  if (browsers.size >= maxBrowsers) browsers.clear()
  if (userAgent.length <= maxNameLength) browsers.set(userAgent, browser)
  return browser
}
