import { and, desc, eq, isNull } from 'drizzle-orm'
import { contacts, prospects } from '../../schema/prospects.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { lettersPerAddress } from './letter.ts'
import { makePrivateLink } from './private-link.ts'

/** Of one person, however many prospects know its address. */
const linksAtMost = 3

/**
 * Mails a new private link to an address that we hold, and nothing to one that we do not. It runs behind the answer, which therefore is the
 * same and takes the same for both.
 */
export async function mailPrivateLink(deps: Deps, email: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const found = await db
    .select({ contactId: contacts.id, prospectId: prospects.id, name: contacts.name, company: prospects.company })
    .from(contacts)
    .innerJoin(prospects, eq(prospects.id, contacts.prospectId))
    .where(and(eq(contacts.email, email), isNull(prospects.erasedAt)))
    .orderBy(desc(prospects.createdAt), contacts.id)
    .limit(linksAtMost)
  if (found.length === 0 || (await countTry(db, lettersPerAddress, await digestOf(email), at)) > lettersPerAddress.times) return
  for (const { contactId, prospectId, name, company } of found) {
    const link = await makePrivateLink(deps, { prospectId, contactId }, at)
    const id = deps.newId('ntc')
    const notice = { template: 'private_link' as const, data: { contact: name, company, accessUrl: link.url } }
    await inOneBatch(db, [...link.statements, owe(db, id, email, notice, at)])
    await deps.hints.send([{ kind: 'outbox', id }])
  }
}
