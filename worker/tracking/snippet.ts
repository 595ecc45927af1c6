import { goodword, type SnippetConfig } from '../../portal/snippet/goodword.js'
import type { Deps } from '../deps.ts'
import { digestOf } from '../identity/keys.ts'
import { originsOfHosts } from './rules-origins.ts'
import { snippetConfigOf, snippetText } from './snippet-text.ts'
import { findSite } from './store-site.ts'

/** What the company's own pages load, and who may ask the portal from there. */
export type Snippet = { text: string; etag: string; config: SnippetConfig; origins: readonly string[] }

const maxAgeMs = 60_000
/** Of this isolate. */
let known: { snippet: Snippet; at: number } | undefined

/** At most a minute old: every page view may ask for it. */
export async function snippetOf({ db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>): Promise<Snippet> {
  const at = now().getTime()
  if (known && Math.abs(at - known.at) < maxAgeMs) return known.snippet
  const site = await findSite(db)
  const config = snippetConfigOf(settings.portalOrigin, site.rules)
  const text = snippetText(goodword, config)
  const etag = `"${(await digestOf(text)).slice(0, 20)}"`
  const snippet = { text, etag, config, origins: site.settings?.origins ?? originsOfHosts(settings.allowedHosts) }
  known = { snippet, at }
  return snippet
}

/** For who changes what it says. */
export const forgetSnippet = (): void => {
  known = undefined
}
