import type { Deps } from '../deps.ts'
import { type CachedLink, recallLink, rememberLink } from './link-cache.ts'
import { findLinkTarget } from './store.ts'

/** The link of a code in lower case, from this isolate's cache or with one read. Null: there is none. */
export async function findLink({ db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>, code: string): Promise<CachedLink | null> {
  const known = recallLink(code, now())
  return known === undefined ? rememberLink(code, findLinkTarget(db, code), settings.signingKeys, now()) : known
}
