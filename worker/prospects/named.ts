import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import type { RegistrationLink } from '../../schema/privacy.ts'
import { prospects } from '../../schema/prospects.ts'
import { type Registration, type RegistrationPerson, registrationPeople, registrations } from '../../schema/registrations.ts'
import type { Db } from '../database.ts'

export type NamedIn = Pick<
  Registration,
  'id' | 'company' | 'domain' | 'need' | 'scope' | 'nextStep' | 'status' | 'submittedAt' | 'prospectId' | 'version'
> & {
  partnerName: string
  me: RegistrationPerson
  colleagues: RegistrationPerson[]
}

/** What is held about a person whom registrations alone name: refused, waiting or taken back, it is nobody's contact. */
export type Named = { email: string; registrations: NamedIn[] }

/** Of one person; more than this is no person. */
const atMost = 10
/** An accepted one is its prospect's, whose people have a page of their own. */
const isAlone = and(isNull(registrations.erasedAt), ne(registrations.status, 'accepted'), ne(registrations.status, 'ended'))

/** Undefined when it was erased, accepted meanwhile, or has no address that we could tell it by. */
export async function readNamed(db: Db, { registrationId, n }: RegistrationLink): Promise<Named | undefined> {
  const [me] = await db
    .select({ email: registrationPeople.email })
    .from(registrationPeople)
    .where(and(eq(registrationPeople.registrationId, registrationId), eq(registrationPeople.n, n)))
  const found = me?.email ? await listNamedIn(db, me.email) : []
  return me?.email && found.some(({ id }) => id === registrationId) ? { email: me.email, registrations: found } : undefined
}

/** The registrations that name this address and are nobody else's to show, the oldest first. */
export async function listNamedIn(db: Db, email: string): Promise<NamedIn[]> {
  const rows = await db
    .select({ registration: registrations, partnerName: partners.name, n: registrationPeople.n })
    .from(registrationPeople)
    .innerJoin(registrations, eq(registrations.id, registrationPeople.registrationId))
    .innerJoin(partners, eq(partners.id, registrations.partnerId))
    .where(and(eq(registrationPeople.email, email), isAlone))
    .orderBy(asc(registrations.submittedAt), asc(registrations.id))
    .limit(atMost)
  if (rows.length === 0) return []
  const ids = rows.map(({ registration }) => registration.id)
  const people = await db
    .select()
    .from(registrationPeople)
    .where(inArray(registrationPeople.registrationId, ids))
    .orderBy(registrationPeople.n)
    .limit(4 * atMost)
  return rows.flatMap(({ registration, partnerName, n }) => {
    const all = people.filter(({ registrationId }) => registrationId === registration.id)
    const me = all.find((person) => person.n === n)
    return me ? [{ ...registration, partnerName, me, colleagues: all.filter((person) => person !== me) }] : []
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
