import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import type { RegistrationLink } from '../../schema/privacy.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import { type Registration, type RegistrationPerson, registrationPeople, registrations } from '../../schema/registrations.ts'
import type { Db } from '../database.ts'
import { seesCompany } from './rules-private-link.ts'

export type NamedIn = Pick<
  Registration,
  'id' | 'company' | 'domain' | 'need' | 'scope' | 'nextStep' | 'status' | 'submittedAt' | 'prospectId' | 'version'
> & {
  partnerName: string
  me: RegistrationPerson
  colleagues: RegistrationPerson[]
  /** Of an accepted one, who it became there. */
  contactId: string | null
}

/**
 * What is held about a person whom registrations name and who has no page of a prospect: they were refused, wait or were taken back, so it
 * is nobody's contact, or its mailbox is not the company's.
 */
export type Named = { email: string; registrations: NamedIn[] }

/** Of one person; more than this is no person. */
const atMost = 10
/** Its words are the prospect's from then on. */
export const isOfProspect = ({ status }: Pick<Registration, 'status'>): boolean => status === 'accepted' || status === 'ended'

/** Undefined when it was erased, has the page of a prospect meanwhile, or has no address that we could tell it by. */
export async function readNamed(db: Db, { registrationId, n }: RegistrationLink): Promise<Named | undefined> {
  const [me] = await db
    .select({ email: registrationPeople.email })
    .from(registrationPeople)
    .where(and(eq(registrationPeople.registrationId, registrationId), eq(registrationPeople.n, n)))
  const found = me?.email ? await listNamedIn(db, me.email) : []
  return me?.email && found.some(({ id }) => id === registrationId) ? { email: me.email, registrations: found } : undefined
}

/** The registrations that name this address, the oldest first, but for those whose prospect has a page for it. */
export async function listNamedIn(db: Db, email: string): Promise<NamedIn[]> {
  const rows = await db
    .select({
      registration: registrations,
      partnerName: partners.name,
      n: registrationPeople.n,
      contact: { id: contacts.id, namedBy: contacts.namedBy, email: contacts.email },
      domain: prospects.domain,
    })
    .from(registrationPeople)
    .innerJoin(registrations, eq(registrations.id, registrationPeople.registrationId))
    .innerJoin(partners, eq(partners.id, registrations.partnerId))
    .leftJoin(prospects, eq(prospects.id, registrations.prospectId))
    .leftJoin(contacts, and(eq(contacts.prospectId, prospects.id), eq(contacts.email, email)))
    .where(and(eq(registrationPeople.email, email), isNull(registrations.erasedAt)))
    .orderBy(asc(registrations.submittedAt), asc(registrations.id))
    .limit(atMost)
    .then((all) =>
      all.filter(({ registration, contact, domain }) => !isOfProspect(registration) || contact === null || !seesCompany(contact, domain)),
    )
  if (rows.length === 0) return []
  const ids = rows.map(({ registration }) => registration.id)
  const people = await db
    .select()
    .from(registrationPeople)
    .where(inArray(registrationPeople.registrationId, ids))
    .orderBy(registrationPeople.n)
    .limit(4 * atMost)
  return rows.flatMap(({ registration, partnerName, n, contact }) => {
    const all = people.filter(({ registrationId }) => registrationId === registration.id)
    const me = all.find((person) => person.n === n)
    const isIts = isOfProspect(registration)
    const contactId = isIts ? (contact?.id ?? null) : null
    // Who else is at a company that it does not speak for is not its to read.
    return me ? [{ ...registration, partnerName, me, contactId, colleagues: isIts ? [] : all.filter((person) => person !== me) }] : []
  })
}

/** Whether a prospect of this domain stands: then one person’s wish does not speak for the company. */
export async function isKnownCompany(db: Db, domain: string): Promise<boolean> {
  const [row] = await db
    .select({ id: prospects.id })
    .from(prospects)
    .where(and(eq(prospects.domain, domain), isNull(prospects.erasedAt)))
    .limit(1)
  return row !== undefined
}
