import { and, desc, eq, isNull } from 'drizzle-orm'
import { contacts, prospects } from '../../schema/prospects.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { companyDomainOf } from './company-domain.ts'
import { lettersPerAddress } from './letter.ts'
import { listNamedIn } from './named.ts'
import { makePrivateLink, makeRegistrationLink } from './private-link.ts'

/** Of one person, however many prospects know its address. */
const linksAtMost = 3

/**
 * Mails a new private link to an address that we hold, and nothing to one that we do not. It runs behind the answer, which therefore is the
 * same and takes the same for both.
 */
export async function mailPrivateLink(deps: Deps, email: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const own = await companyDomainOf(email)
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
  // The page shows and erases all of a company: a mailbox elsewhere that a partner put in gets none.
  const found = known.filter(({ namedBy, domain }) => !namedBy.startsWith('par_') || domain === null || domain === own)
  const [named] = await listNamedIn(db, email)
  if (found.length === 0 && !named) return
  if ((await countTry(db, lettersPerAddress, await digestOf(email), at)) > lettersPerAddress.times) return
  for (const { contactId, prospectId, name, company } of found) {
    await mail(deps, email, { contact: name, company }, await makePrivateLink(deps, { prospectId, contactId }, at), at)
  }
  // One page shows all registrations that name the person.
  if (named) {
    const link = await makeRegistrationLink(deps, { registrationId: named.id, n: named.me.n }, at)
    await mail(deps, email, { contact: named.me.name, company: named.company }, link, at)
  }
}

type Link = Awaited<ReturnType<typeof makePrivateLink>>

async function mail(deps: Deps, email: string, to: { contact: string; company: string }, link: Link, at: Date): Promise<void> {
  const id = deps.newId('ntc')
  const notice = { template: 'private_link' as const, data: { ...to, accessUrl: link.url } }
  await inOneBatch(deps.db, [...link.statements, owe(deps.db, id, email, notice, at)])
  await deps.hints.send([{ kind: 'outbox', id }])
}
