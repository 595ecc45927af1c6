import { and, eq, isNull } from 'drizzle-orm'
import { links } from '../../schema/tracking.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { forgetLink } from './link-cache.ts'
import { findLinkOfPartner } from './store.ts'

/**
 * Ends a link's credit; it still leads its visitors on, and its code stays its own for good.
 *
 * @throws Refusal not_found for another partner's link, already_done
 */
export async function archiveLink({ db, now }: Deps, by: { id: string; partnerId: string }, linkId: string): Promise<void> {
  const found = await findLinkOfPartner(db, by.partnerId, linkId)
  if (!found) throw notFound()
  const at = now()
  try {
    await db.batch([
      db
        .update(links)
        .set({ archivedAt: at })
        .where(and(eq(links.id, linkId), eq(links.partnerId, by.partnerId), isNull(links.archivedAt))),
      ...changedExactly(db, 1),
      trail(db, { at, actor: by.id, act: 'link.archived', subject: linkId, partnerId: by.partnerId, detail: { code: found.link.code } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('already_done', 'This link is archived already.')
    throw error
  }
  forgetLink(found.link.code)
}
