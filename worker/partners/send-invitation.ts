import { sql } from 'drizzle-orm'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { getPartner, listMembers } from './store.ts'

/**
 * Writes to the owners of a partner that came by import, once: until then nobody of it knows.
 *
 * @throws Refusal not_found, wrong_state when it was invited before or has accepted
 */
export async function sendInvitation(deps: Deps, partnerId: string, by: { id: string; name: string }): Promise<void> {
  const { db, now, hints, settings } = deps
  const at = now()
  const partner = await getPartner(db, partnerId)
  const owners = (await listMembers(db, partnerId)).filter(({ role, status }) => role === 'owner' && status !== 'removed')
  const data = { partner: partner.name, invitedBy: by.name, company: settings.companyName }
  const notices = owners.map(({ id, email }) => ({ id: `partner_invited:${id}`, email }))
  try {
    await inOneBatch(db, [
      ...holdsNow(
        db,
        sql`exists (select 1 from partners p where p.id = ${partnerId} and p.status = 'invited')
          and not exists (select 1 from audit a where a.subject = ${partnerId} and a.act = 'partner.invited')`,
      ),
      trail(db, {
        at,
        actor: by.id,
        act: 'partner.invited',
        subject: partnerId,
        partnerId,
        detail: { owners: owners.map(({ id }) => id) },
      }),
      ...notices.map(({ id, email }) => owe(db, id, email, { template: 'partner_invited', data }, at)),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', 'This partner has its invitation already.') : error
  }
  await hints.send(notices.map(({ id }) => ({ kind: 'outbox', id })))
}
