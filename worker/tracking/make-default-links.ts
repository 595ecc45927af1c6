import type { Deps } from '../deps.ts'
import { createLink } from './create-link.ts'
import { listDefaultLinks } from './store-link-rules.ts'

/**
 * Makes the links that the group gives each of its partners, once. One that cannot be made (its host has left the list) is left out: the
 * partner can make its own.
 */
export async function makeDefaultLinks(deps: Deps, by: { id: string; partnerId: string }): Promise<void> {
  const links = await listDefaultLinks(deps.db, by.partnerId)
  for (const [index, { destination, campaign }] of links.entries()) {
    const kind = destination === '' ? 'introduction' : 'redirect'
    await createLink(deps, by, { act: `act_default_${by.partnerId}_${index}`, kind, destination, code: '', campaign })
  }
}
