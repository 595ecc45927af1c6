import { type SQL, sql } from 'drizzle-orm'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { rowsOf } from '../payouts/parameters.ts'
import { companyDomainOf } from './company-domain.ts'
import { forgetCounts } from './erase.ts'
import { eraseRegistrationRows } from './erase-rows.ts'
import { eraseTexts } from './erase-texts.ts'
import { leaveAlone } from './left-alone.ts'
import { isKnownCompany, listNamedIn, type NamedIn } from './named.ts'
import type { Names } from './rules-erase.ts'

/**
 * Erases what a person is named in beside any prospect: the registrations' words and people go, that and when a partner asked stays. A
 * company that we know goes on being known; one that nobody else speaks for is left alone with the person. Twice is once.
 *
 * @returns whether this call erased something
 */
export function eraseNamed(deps: Deps, email: string): Promise<boolean> {
  const { db, now } = deps
  return readAgainIfRefused(async () => {
    const found = await listNamedIn(db, email)
    if (found.length === 0) return false
    const at = now()
    const names = namesIn(found)
    const ids = found.map(({ id }) => id)
    const rows = await Promise.all(ids.map((id) => eraseRegistrationRows(db, id, at)))
    await inOneBatch(db, [
      ...holdsNow(db, areUnmoved(found)),
      ...rows.flat(),
      ...(await eraseTexts(db, names, ids)),
      ...(await forgetCounts(db, names)),
      ...(await leaveAlone(deps, { emails: [email], domains: await ownDomain(deps, email, found) })),
      ...ids.map((subject) => trail(db, { at, actor: 'prospect', act: 'registration.erased', subject })),
    ])
    return true
  })
}

/** Two that erase at once, and whoever decides meanwhile, meet here. */
const areUnmoved = (found: readonly NamedIn[]): SQL =>
  sql`(select count(*) from ${rowsOf(found.map(({ id, version, status }) => ({ id, version, status })))} f
    join registrations r on r.id = f.value ->> 'id' and r.version = f.value ->> 'version' and r.status = f.value ->> 'status' and r.erased_at is null)
    = cast(${found.length} as integer)`

/** By which texts elsewhere speak of it. A company that is a prospect of ours keeps its name in what is written about it. */
function namesIn(found: readonly NamedIn[]): Names {
  const people = found.flatMap(({ me, colleagues }) => [me, ...colleagues])
  const unknown = found.filter(({ prospectId }) => prospectId === null)
  return {
    emails: [...new Set(people.flatMap(({ email }) => email ?? []))],
    people: [...new Set(people.map(({ name }) => name))],
    companies: [...new Set(unknown.map(({ company }) => company))],
    domains: [...new Set(unknown.map(({ domain }) => domain))],
  }
}

/** The domain of the person's own address, where it is the company that was registered and nobody else of it is known. */
async function ownDomain({ db }: Deps, email: string, found: readonly NamedIn[]): Promise<string[]> {
  const domain = await companyDomainOf(email)
  if (!domain || !found.some((each) => each.domain === domain) || (await isKnownCompany(db, domain))) return []
  return [domain]
}
