import { eq } from 'drizzle-orm'
import { links } from '../../schema/tracking.ts'
import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { readClickId } from './click-id.ts'

/**
 * The touch that a click id proves, or undefined when it proves nothing: not signed by us, or for a link that is not (or no longer)
 * the named partner's. When it was signed stands in it, so nothing here depends on the click having reached the database.
 */
export async function findClickEvidence(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  token: string,
): Promise<(NewTouch & { clickId: string; linkId: string }) | undefined> {
  const read = await readClickId(settings.signingKeys, token)
  if (!read.ok) return undefined
  const [link] = await db.select({ partnerId: links.partnerId }).from(links).where(eq(links.id, read.linkId))
  if (link?.partnerId !== read.partnerId) return undefined
  const { clickId, linkId, partnerId, clickedAt } = read
  return { kind: 'click', partnerId, touchedAt: clickedAt, linkId, clickId, introductionId: null, source: `click/${clickId}` }
}
