import { type SQL, sql } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'
import { eachOf } from '../payouts/parameters.ts'
import { nameMarksOf } from './rules-company-name.ts'
import { type Place, type ProspectRow, selectListed, standsOn } from './store.ts'

/** What a search shows and looks through: whoever wants another types more. */
const atOnce = 20

/** `isCut`: more begin like this than were looked through. */
export type Found = { rows: ProspectRow[]; isCut: boolean }

/**
 * Prospects whose name, domain or one of whose people's addresses begins with these words, in the order of what fits. Each of the three
 * reads so many rows of its index and no more, however many prospects there are.
 *
 * @param search - as somebody typed it; case, accents, legal forms and the beginning of an address of the web say nothing
 */
export async function searchProspects(db: Db, search: string, place: Place | undefined): Promise<Found> {
  const hits = await findHits(db, search)
  const isCut = ['name', 'domain', 'mail'].some((how) => hits.filter((hit) => hit.how === how).length > atOnce)
  const ids = [...new Set(hits.map(({ id }) => id))].slice(0, isCut ? atOnce : undefined)
  if (ids.length === 0) return { rows: [], isCut }
  const rows = await selectListed(db)
    .where(sql`${prospects.id} in ${eachOf(ids)} and ${standsOn(place) ?? sql`1`}`)
    .limit(3 * atOnce)
  return { rows: rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)), isCut }
}

type Hit = { id: string; how: 'name' | 'domain' | 'mail'; word: string }

const findHits = (db: Db, search: string): Promise<Hit[]> => {
  const text = search.trim().toLowerCase()
  const domain = text.replace(/^https?:\/\//, '').replace(/^www\./, '')
  return db.all<Hit>(sql`
    select id, how, word from (
      select * from (select prospect_id id, 'name' how, name_key word from company_names
        where ${begins('name_key', nameMarksOf(text).nameKey)} order by name_key, prospect_id limit cast(${atOnce + 1} as integer))
      union all
      select * from (select id, 'domain', domain from prospects
        where ${begins('domain', domain)} order by domain limit cast(${atOnce + 1} as integer))
      union all
      select * from (select prospect_id, 'mail', email from contacts
        where ${begins('email', text)} order by email limit cast(${atOnce + 1} as integer)))
    order by word, id`)
}

/** As a range, so that an index answers it; nothing begins with no letter. */
const begins = (column: 'name_key' | 'domain' | 'email', words: string): SQL =>
  words === '' ? sql`0` : sql`${sql.raw(column)} >= ${words} and ${sql.raw(column)} < ${`${words}\u{10ffff}`}`
