import { makeLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { owe } from '../notices/store.ts'
import { getProspect, listContacts } from '../prospects/store.ts'

/**
 * Mails a prospect's person the private page on which it chooses a customer without its name; each mail has a link of its own.
 *
 * @throws Refusal not_found, invalid when nobody of that name can be written to
 */
export async function inviteProspect(deps: Deps, staffId: string, prospectId: string, contactId: string): Promise<void> {
  const { db, now, settings } = deps
  const prospect = await getProspect(db, prospectId)
  const person = (await listContacts(db, prospectId)).find(({ id }) => id === contactId)
  if (!person?.email) throw new Refusal('invalid', 'Choose a person of the prospect with a mail address.')
  const at = now()
  const link = await makeLink(db, { kind: 'prospect', subject: prospectId, contactId }, at)
  const id = `reference_invited/${deps.newId('ntc')}`
  const data = { contact: person.name, prospect: prospect.company, url: `${settings.portalOrigin}/references/${link.token}` }
  await inOneBatch(db, [
    link.statement,
    owe(db, id, person.email, { template: 'reference_invited', data }, at),
    trail(db, { at, actor: staffId, act: 'reference_page.sent', subject: prospectId, detail: { contactId } }),
  ])
  await deps.hints.send([{ kind: 'outbox', id }])
}
