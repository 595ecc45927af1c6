import { eq, type SQL, sql } from 'drizzle-orm'
import { rateCounts } from '../../schema/people.ts'
import { contacts, introductions, type Prospect } from '../../schema/prospects.ts'
import { registrationPeople, registrations } from '../../schema/registrations.ts'
import { eraseWords } from '../audit/erase-words.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { eachOf } from '../payouts/parameters.ts'
import { listClaimsNaming } from './claims-naming.ts'
import { companyDomainOf } from './company-domain.ts'
import { eraseClaims, eraseRows, listIdsOf } from './erase-rows.ts'
import { eraseTexts } from './erase-texts.ts'
import { leaveAlone } from './left-alone.ts'
import type { Names } from './rules-erase.ts'
import { getProspect } from './store.ts'

/**
 * Erases a prospect: every text about it goes, ids and amounts stay, and its domain and addresses are remembered as keyed hashes, so
 * that nobody can name it again. Erasing twice is erasing once.
 *
 * @param actor - `prospect`, or who of the staff did it for them
 * @returns whether this call erased it
 * @throws Refusal not_found
 */
export function eraseProspect(deps: Deps, prospectId: string, actor: string): Promise<boolean> {
  const { db, now } = deps
  return readAgainIfRefused(async () => {
    const prospect = await getProspect(db, prospectId)
    if (prospect.erasedAt) return false
    const at = now()
    const names = await namesOfProspect(deps, prospect)
    const unknown = await listClaimsNaming(db, names)
    const ids = [...(await listIdsOf(db, prospectId)), ...unknown]
    await inOneBatch(db, [
      ...holdsNow(db, isUnmoved(prospect)),
      ...(await eraseRows(db, prospectId, at)),
      ...(await eraseClaims(db, prospectId, unknown, at)),
      ...(await eraseWords(deps, prospectId, ids)),
      ...(await eraseTexts(db, names, ids)),
      ...(await forgetCounts(db, names)),
      ...(await leaveAlone(deps, names)),
      trail(db, { at, actor, act: 'prospect.erased', subject: prospectId, detail: { people: names.people.length } }),
    ])
    return true
  })
}

/** Two that erase at once, and whoever changes it meanwhile, meet here. */
const isUnmoved = ({ id, version }: Prospect): SQL =>
  sql`exists (select 1 from prospects p where p.id = ${id} and p.version = cast(${version} as integer) and p.erased_at is null)`

async function namesOfProspect({ db }: Deps, prospect: { id: string; company: string; domain: string | null }): Promise<Names> {
  const [people, introduced, registered, named] = await db.batch([
    db.select({ name: contacts.name, email: contacts.email }).from(contacts).where(eq(contacts.prospectId, prospect.id)),
    db
      .select({ company: introductions.company, name: introductions.contactName, email: introductions.contactEmail })
      .from(introductions)
      .where(eq(introductions.prospectId, prospect.id)),
    db
      .select({ company: registrations.company, domain: registrations.domain })
      .from(registrations)
      .where(eq(registrations.prospectId, prospect.id)),
    db
      .select({ name: registrationPeople.name, email: registrationPeople.email })
      .from(registrationPeople)
      .innerJoin(registrations, eq(registrations.id, registrationPeople.registrationId))
      .where(eq(registrations.prospectId, prospect.id)),
  ])
  const persons = [...people, ...introduced, ...named]
  const emails = textsOf(persons.map(({ email }) => email))
  const domains = textsOf([prospect.domain, ...registered.map(({ domain }) => domain), ...(await Promise.all(emails.map(companyDomainOf)))])
  return {
    emails,
    domains,
    companies: textsOf([prospect.company, ...introduced.map(({ company }) => company), ...registered.map(({ company }) => company)]),
    people: textsOf(persons.map(({ name }) => name)),
  }
}

const textsOf = (texts: readonly (string | null | undefined)[]): string[] => [
  ...new Set(texts.filter((text): text is string => Boolean(text))),
]

/** The counts of what was mailed to an address are kept under its digest. */
export async function forgetCounts(db: Deps['db'], { emails }: Pick<Names, 'emails'>) {
  const digests = await Promise.all(emails.map(digestOf))
  return [db.delete(rateCounts).where(sql`substr(${rateCounts.key}, -64) in ${eachOf(digests)}`)]
}
