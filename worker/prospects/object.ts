import { sql } from 'drizzle-orm'
import { declines } from '../../schema/privacy.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { oweRole } from '../payouts/store-notices.ts'
import type { Held } from './held.ts'

/**
 * A prospect says behind its private link that it did not come by a partner. It is evidence beside the touches, told to sales; the credit
 * moves when a person decides it. Saying it twice says it once.
 *
 * @throws Refusal not_found for a partner that has no part in this prospect
 */
export async function objectTo(deps: Deps, held: Held, partnerId: string): Promise<void> {
  const { db, now, newId } = deps
  const partner = held.touches.find((touch) => touch.partnerId === partnerId)
  if (!partner) throw notFound()
  const { id: prospectId } = held.prospect
  const at = now()
  const id = newId('dcl')
  const notice = { template: 'prospect_disagreed' as const, data: { prospectId, partner: partner.partnerName } }
  const notSaid = sql`not exists (select 1 from declines d where d.prospect_id = ${prospectId} and d.partner_id = ${partnerId})`
  const statements = [
    ...holdsNow(db, notSaid),
    db.insert(declines).values({ id, partnerId, source: 'private_link', prospectId, linkId: null, clickId: null, saidAt: at }),
    oweRole(db, id, 'sales', [], notice, at),
    trail(db, { at, actor: 'prospect', act: 'prospect.denied_partner', subject: prospectId, partnerId, detail: { decline: id } }),
  ]
  await inOneBatch(db, statements).catch((error: unknown) => {
    // It was said before, or at this moment in another window.
    if (!wasRefused(error)) throw error
  })
}
