import { eq } from 'drizzle-orm'
import { contacts, prospects } from '../../schema/prospects.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../identity/keys.ts'
import { countTry } from '../identity/store.ts'
import { owe } from '../notices/store.ts'
import { earnsOfPartner } from './earns.ts'
import type { Introduced, Introducer } from './introduce.ts'
import { listNamedIn } from './named.ts'
import { type MadeLink, makePrivateLink, makeRegistrationLink } from './private-link.ts'
import { seesCompany } from './rules-private-link.ts'
import { hasIntroduced } from './store-introductions.ts'
import type { TakenIn } from './take-in.ts'

/** The mails with a private link that one address gets in a day, whoever causes them. */
export const lettersPerAddress = { what: 'introduction/mail', times: 5, windowMs: 86_400_000 }

type Letter = { statements: Statement[]; notices: string[] }

/**
 * The prospect's one mail (domain.md INT1): who named it and what that partner may earn, or that its own words arrived; where its request
 * stands, and how to have it erased, behind a private link. One for each partner and person, and never a flood through our forms.
 */
export async function letterTo(
  deps: Deps,
  introduced: Introduced & { id: string },
  introducer: Introducer | undefined,
  taken: TakenIn,
  at: Date,
): Promise<Letter> {
  const { db } = deps
  const { id, company, contactName: contact, email } = introduced
  if (!taken.contactId || !(await isWelcome(deps, email, introducer?.partnerId, at))) return { statements: [], notices: [] }
  const link = await linkFor(deps, { prospectId: taken.prospectId, contactId: taken.contactId }, email, at)
  if (!link) return { statements: [], notices: [] }
  const isCredited = introducer !== undefined && taken.attribution?.partnerId === introducer.partnerId
  const earns = isCredited ? await earnsOfPartner(db, introducer.partnerId, at) : ''
  const data = { contact, partner: introducer?.partnerName ?? '', company, earns, accessUrl: link.url }
  const template = introducer?.source === 'partner' ? ('introduction_received' as const) : ('request_received' as const)
  const letterId = `${id}/received`
  return { statements: [...link.statements, owe(db, letterId, email, { template, data }, at)], notices: [letterId] }
}

/** Whoever a partner put in as somebody of another company reads what was told of it, and nothing of that company. */
async function linkFor(deps: Deps, of: { prospectId: string; contactId: string }, email: string, at: Date): Promise<MadeLink | undefined> {
  const [known] = await deps.db
    .select({ namedBy: contacts.namedBy, domain: prospects.domain })
    .from(contacts)
    .innerJoin(prospects, eq(prospects.id, contacts.prospectId))
    .where(eq(contacts.id, of.contactId))
  if (!known || seesCompany({ namedBy: known.namedBy, email }, known.domain)) return makePrivateLink(deps, of, at)
  const [named] = await listNamedIn(deps.db, email)
  return named && makeRegistrationLink(deps, { registrationId: named.id, n: named.me.n }, at)
}

async function isWelcome({ db }: Deps, email: string, partnerId: string | undefined, at: Date): Promise<boolean> {
  if (partnerId && (await hasIntroduced(db, partnerId, email))) return false
  return (await countTry(db, lettersPerAddress, await digestOf(email), at)) <= lettersPerAddress.times
}
