import { and, eq, type SQL, sql } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { holdsNow } from '../guard.ts'
import { rowsOf } from '../payouts/parameters.ts'
import { listClaimsNaming } from './claims-naming.ts'
import { companyDomainOf } from './company-domain.ts'
import { forgetCounts } from './erase.ts'
import { eraseClaims, erasePersonRows, eraseRegistrationRows } from './erase-rows.ts'
import { eraseTexts } from './erase-texts.ts'
import { leaveAlone } from './left-alone.ts'
import { isKnownCompany, isOfProspect, listNamedIn, type NamedIn } from './named.ts'
import { type Names, tellingOf } from './rules-erase.ts'

/**
 * Erases what a person is named in beside any prospect: the registrations' words and people go, that and when a partner asked stays. Of
 * one that was accepted the person goes alone, for its words are the company's. A company that we know goes on being known; one that
 * nobody else speaks for is left alone with the person. Twice is once.
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
    const ids = found.filter((each) => !isOfProspect(each)).map(({ id }) => id)
    const claims = await listClaimsNaming(db, names)
    const rows = await Promise.all(
      found.map((each) =>
        isOfProspect(each) ? erasePersonRows(db, { ...each, words: wordsNaming(each) }, at) : eraseRegistrationRows(db, each.id, at),
      ),
    )
    await inOneBatch(db, [
      ...holdsNow(db, areUnmoved(found)),
      ...rows.flat(),
      ...(await eraseClaims(db, ids[0] ?? '', claims, at)),
      ...found.filter(isOfProspect).flatMap((each) => needStatements(db, each)),
      ...(await eraseTexts(db, names, [...ids, ...claims])),
      ...(await forgetCounts(db, names)),
      ...(await leaveAlone(deps, { emails: [email], domains: await ownDomain(deps, email, found) })),
      ...found.map((each) =>
        trail(db, { at, actor: 'prospect', act: `registration.${isOfProspect(each) ? 'person_erased' : 'erased'}`, subject: each.id }),
      ),
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

/** What the prospect needs was taken from its registration when that was accepted. */
const needStatements = (db: Deps['db'], each: NamedIn): Statement[] =>
  each.prospectId && wordsNaming(each).includes('need')
    ? [
        db
          .update(prospects)
          .set({ need: null, version: sql`version + 1` })
          .where(and(eq(prospects.id, each.prospectId), eq(prospects.need, each.need))),
      ]
    : []

/** Which words of an accepted registration name the person. */
function wordsNaming({ me, need, scope, nextStep }: NamedIn): string[] {
  const telling = tellingOf({ emails: me.email ? [me.email] : [], people: [me.name], companies: [], domains: [] })
  return Object.entries({ need, scope, next_step: nextStep }).flatMap(([column, text]) =>
    telling.some((each) => text.toLowerCase().includes(each)) ? column : [],
  )
}

/** The domain of the person's own address, where it is the company that was registered and nobody else of it is known. */
async function ownDomain({ db }: Deps, email: string, found: readonly NamedIn[]): Promise<string[]> {
  const domain = await companyDomainOf(email)
  if (!domain || !found.some((each) => each.domain === domain) || (await isKnownCompany(db, domain))) return []
  return [domain]
}
