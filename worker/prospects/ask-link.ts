import { and, desc, eq, isNull } from 'drizzle-orm'
import { contacts, prospects } from '../../schema/prospects.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { lettersPerAddress } from './letter.ts'
import { listNamedIn } from './named.ts'
import { type MadeLink, makePrivateLink, makeRegistrationLink } from './private-link.ts'
import { seesCompany } from './rules-private-link.ts'

/** Of one person, however many prospects know its address. */
const linksAtMost = 3

/**
 * Mails a new private link to an address that we hold, and nothing to one that we do not. It runs behind the answer, which therefore is the
 * same and takes the same for both.
 */
export async function mailPrivateLink(deps: Deps, email: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const known = await db
    .select({
      contactId: contacts.id,
      prospectId: prospects.id,
      name: contacts.name,
      company: prospects.company,
      domain: prospects.domain,
      namedBy: contacts.namedBy,
    })
    .from(contacts)
    .innerJoin(prospects, eq(prospects.id, contacts.prospectId))
    .where(and(eq(contacts.email, email), isNull(prospects.erasedAt)))
    .orderBy(desc(prospects.createdAt), contacts.id)
    .limit(linksAtMost)
  const found = known.filter(({ namedBy, domain }) => seesCompany({ namedBy, email }, domain))
  const [named] = await listNamedIn(db, email)
  if (found.length === 0 && !named) return
  if ((await countTry(db, lettersPerAddress, await digestOf(email), at)) > lettersPerAddress.times) return
  for (const { contactId, prospectId, name, company } of found) {
    await mail(deps, email, contactId, { contact: name, company }, await makePrivateLink(deps, { prospectId, contactId }, at), at)
  }
  // One page shows all registrations that name the person.
  if (named) {
    const link = await makeRegistrationLink(deps, { registrationId: named.id, n: named.me.n }, at)
    await mail(deps, email, named.id, { contact: named.me.name, company: named.company }, link, at)
  }
}

/** @param about - whose letter it is: erased, the letter goes with it, whatever address it went to */
async function mail(
  deps: Deps,
  email: string,
  about: string,
  to: { contact: string; company: string },
  link: MadeLink,
  at: Date,
): Promise<void> {
  const id = `${about}/${deps.newId('ntc')}`
  const notice = { template: 'private_link' as const, data: { ...to, accessUrl: link.url } }
  await inOneBatch(deps.db, [...link.statements, owe(deps.db, id, email, notice, at)])
  await deps.hints.send([{ kind: 'outbox', id }])
}
