import { type SQL, sql } from 'drizzle-orm'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { eachOf, rowsOf } from '../payouts/parameters.ts'
import { type Declared, personalData } from './personal-data.ts'

/**
 * Statements that empty every column declared as personal (personal-data.ts), in its order. The first one marks the prospect as erased,
 * which guards of other tables look at. What people wrote is frozen by triggers in many tables: where this prospect has such rows, the
 * table's guards are lifted for the one statement and put back as they stood, in the same transaction. Nothing else lifts a guard, and
 * the sealed logs keep theirs.
 */
export const eraseRows = (db: Db, prospectId: string, at: Date): Promise<Statement[]> =>
  eraseDeclared(db, Object.entries(personalData), prospectId, at)

/** The same for a registration that is no prospect's, or of a person that the prospect does not have: it goes alone. */
export const eraseRegistrationRows = (db: Db, registrationId: string, at: Date): Promise<Statement[]> =>
  eraseDeclared(
    db,
    Object.entries(ofOneRegistration).map(([table, rows]) => [table, { ...personalData[table], rows }]),
    registrationId,
    at,
  )

/** The same for claims about it that were made before anybody knew it: they name it by its domain or its name. */
export const eraseClaims = (db: Db, id: string, claimIds: readonly string[], at: Date): Promise<Statement[]> => {
  assert(
    claimIds.every((each) => /^clm_[a-z0-9_]+$/.test(each)),
    'an id is of letters and digits',
  )
  const rows = `id in (${claimIds.map((each) => `'${each}'`).join(', ')})`
  return claimIds.length === 0 ? Promise.resolve([]) : eraseDeclared(db, [['claims', { ...personalData.claims, rows }]], id, at)
}

/**
 * The same for one person of a registration whose words are its prospect's: its name, address and title go, and whatever was written
 * there that names it.
 */
export function erasePersonRows(db: Db, { id, me: { n }, contactId, words }: OnePerson, at: Date): Promise<Statement[]> {
  assert(contactId === null || /^con_[a-z0-9_]+$/.test(contactId), 'an id is of letters and digits')
  const isIt = `registration_id = :p and n = ${n}`
  const isContact = `'${contactId ?? ''}'`
  const tables: [string, Declared][] = [
    ['registration_people', { ...personalData.registration_people, rows: isIt }],
    ['registration_links', { rows: isIt, deleted: true }],
    ['contacts', { ...personalData.contacts, rows: `id = ${isContact}` }],
    ['prospect_links', { rows: `contact_id = ${isContact}`, deleted: true }],
    ...(words.length > 0
      ? [
          ['registrations', { rows: 'id = :p', erased: Object.fromEntries(words.map((column) => [column, `'Erased'`])) }] as [
            string,
            Declared,
          ],
        ]
      : []),
  ]
  return eraseDeclared(db, tables, id, at)
}

/** `words`: columns of the registration that name the person. */
type OnePerson = { id: string; me: { n: number }; contactId: string | null; words: readonly string[] }

const ofOneRegistration: Record<string, string> = {
  registrations: 'id = :p',
  registration_people: 'registration_id = :p',
  registration_decisions: 'registration_id = :p',
  registration_extensions: 'registration_id = :p',
  registration_links: 'registration_id = :p',
}

async function eraseDeclared(db: Db, tables: readonly (readonly [string, Declared])[], id: string, at: Date): Promise<Statement[]> {
  assert(/^(pro|reg)_[a-z0-9_]+$/.test(id), 'an id is of letters and digits')
  const statements = tables.flatMap(([table, declared]) => {
    const text = statementOf(table, declared, at)
    return text ? [{ table, text, rows: declared.rows }] : []
  })
  const guards = await findGuards(db, id, statements)
  // A raw statement of a batch takes no parameters: the id was looked at above.
  const run = (text: string): Statement => db.run(sql.raw(text.replaceAll(':p', `'${id}'`)))
  return [
    ...(guards.length > 0 ? holdsNow(db, areStill(guards)) : []),
    ...statements.flatMap(({ table, text }) => {
      const own = guards.filter((guard) => guard.table === table)
      return [...own.map(({ name }) => run(`drop trigger ${name}`)), run(text), ...own.map((guard) => db.run(sql.raw(guard.sql)))]
    }),
  ]
}

type Guard = { table: string; name: string; sql: string }

/** The triggers that would refuse, of tables that have rows of this prospect. */
async function findGuards(db: Db, id: string, statements: readonly { table: string; rows: string | undefined }[]): Promise<Guard[]> {
  const tables = statements.filter(({ table }) => table !== 'prospects')
  const found = await db.all<Guard>(
    sql`select tbl_name "table", name, sql from sqlite_master where type = 'trigger' and tbl_name in ${eachOf(tables.map(({ table }) => table))} order by name`,
  )
  const guards = found.filter((trigger) => /before\s+(update|delete)/i.test(trigger.sql) && /raise\s*\(\s*abort/i.test(trigger.sql))
  const guarded = tables.filter(({ table }) => guards.some((guard) => guard.table === table))
  if (guarded.length === 0) return []
  // One row: D1 takes five parts of a union at most.
  const asked = guarded.map(({ table, rows }) => `exists (select 1 from ${table} where ${rows}) "${table}"`)
  const [filled = {}] = await db.all<Record<string, number>>(sql.raw(`select ${asked.join(', ')}`.replaceAll(':p', `'${id}'`)))
  return guards.filter(({ table }) => filled[table] === 1)
}

/** A deploy in between may have changed one: then all of it begins anew. */
const areStill = (guards: readonly Guard[]): SQL =>
  sql`(select count(*) from sqlite_master m join ${rowsOf(guards)} g on m.name = g.value ->> 'name' and m.sql = g.value ->> 'sql'
    where m.type = 'trigger') = cast(${guards.length} as integer)`

function statementOf(table: string, { rows, erased, deleted }: Declared, at: Date): string | undefined {
  if (!rows) return undefined
  if (deleted) return `delete from ${table} where ${rows}`
  if (!erased) return undefined
  const changes = Object.entries(erased).map(
    ([column, value]) => `${column} = ${emptyStays(column, value).replaceAll(':at', String(at.getTime()))}`,
  )
  if (table === 'prospects') changes.push(`erased_at = ${at.getTime()}`, 'version = version + 1')
  return `update ${table} set ${changes.join(', ')} where ${rows}`
}

/** What takes the place of a text is put nowhere where there was none: nobody learns that something was said. */
const emptyStays = (column: string, value: string): string => (value.startsWith(`'`) ? `iif(${column} is null, null, ${value})` : value)

/** Records that the trail speaks of by their id. */
const inTheTrail =
  'prospects contacts introductions attributions touches deals commissions registrations claims signals ndas activities reference_requests agreements grants obligations clauses proposals quotes surveys engagements evidence grievances goodwill handoffs'

/** The ids of a prospect and of all that hangs on it. */
export async function listIdsOf(db: Db, prospectId: string): Promise<string[]> {
  const [first, ...rest] = inTheTrail.split(' ').map((table) => {
    const rows = personalData[table]?.rows ?? 'prospect_id = :p'
    return db.all<{ id: string }>(sql.raw(`select id from ${table} where ${rows.replaceAll(':p', `'${prospectId}'`)}`))
  })
  if (!first) return []
  return (await db.batch([first, ...rest])).flat().map(({ id }) => id)
}
