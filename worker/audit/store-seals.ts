import { asc, desc, gte, type SQL, sql } from 'drizzle-orm'
import { type SealSalt, sealSalts } from '../../schema/privacy.ts'
import { outbox } from '../../schema/records.ts'
import { type Seal, seals } from '../../schema/seals.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'
import { asTime, eachOf } from '../payouts/parameters.ts'
import { owePeople } from '../payouts/store-notices.ts'
import { endOf, lowestPosition, type SealedLog, type SealedRow, sealedLogs } from './rules-seals.ts'

export type SealedRows = ReadonlyMap<string, readonly SealedRow[]>

export async function findNewestSeal(db: Db): Promise<Seal | undefined> {
  const [seal] = await db.select().from(seals).orderBy(desc(seals.n)).limit(1)
  return seal
}

/** From one seal on, in order. */
export const listSealsFrom = (db: Db, n: number, limit: number): Promise<Seal[]> =>
  db.select().from(seals).where(gte(seals.n, n)).orderBy(asc(seals.n)).limit(limit)

/** Each value as SQLite's own text: no integer passes through a double. */
const columnsOf = ({ table, position, columns, words }: SealedLog): string =>
  [
    `cast(${position} as text) "position"`,
    ...columns.map((column) => `cast("${column}" as text) "${column}"`),
    ...(words
      ? ['salt', 'digest'].map((name) => `(select ${name} from seal_salts where log = '${table}' and position = ${table}.rowid) "#${name}"`)
      : []),
  ].join(', ')

const sealedUpTo = (name: string): string =>
  `coalesce((select json_extract(upto, '$.${name}') from seals order by n desc limit 1), ${lowestPosition})`

/** The rows of a log that the newest seal does not cover, the oldest ones. What belongs to another log's rows comes with these. */
function unsealedOf(log: SealedLog, limit: number): string {
  const { table, of = table, order } = log
  const numbers = `select rowid from ${of} where rowid > ${sealedUpTo(of)} order by rowid limit ${limit}`
  return `select ${columnsOf(log)} from ${table} where ${log.position} in (${numbers}) order by ${order}`
}

/** The newest seal and, in the same moment, what lies beyond it: so many rows of each log at most. */
export async function readUnsealed(db: Db, limit: number): Promise<{ newest: Seal | undefined; rows: SealedRows }> {
  const [[newest], ...found] = await db.batch([
    db.select().from(seals).orderBy(desc(seals.n)).limit(1),
    ...sealedLogs.map((log) => db.all<SealedRow>(sql.raw(unsealedOf(log, limit)))),
  ])
  return { newest, rows: byLog(found as SealedRow[][]) } // as its SQL says
}

const byLog = (found: readonly SealedRow[][]): SealedRows => new Map(sealedLogs.map(({ table }, n) => [table, found[n] ?? []]))

/** The rows behind one seal, up to another one. A raw select of a batch takes no parameters; these are whole numbers of our own. */
export async function readSealed(db: Db, behind: Seal | undefined, last: Seal): Promise<SealedRows> {
  const [first, ...rest] = sealedLogs.map((log) => db.all<SealedRow>(sql.raw(sealedBetween(log, endOf(behind, log), endOf(last, log)))))
  return first ? byLog(await db.batch([first, ...rest])) : new Map()
}

/** The rows of a log that a condition finds, with their salts. */
export const readSalted = (db: Db, log: SealedLog, about: SQL): Promise<SealedRow[]> =>
  db.all<SealedRow>(sql`select ${sql.raw(columnsOf(log))} from ${sql.raw(log.table)} where ${about}`)

function sealedBetween(log: SealedLog, behind: number, last: number): string {
  assert(Number.isSafeInteger(behind) && Number.isSafeInteger(last), 'a seal ends at a whole number')
  const { table, position, order } = log
  return `select ${columnsOf(log)} from ${table} where ${position} > ${behind} and ${position} <= ${last} order by ${order}`
}

/** A statement that stands before `putSeal`: the salts of rows that people's words stand in. */
export const putSalts = (db: Db, salts: readonly Pick<SealSalt, 'log' | 'position' | 'salt'>[]): Statement =>
  db
    .insert(sealSalts)
    .select(sql`select value ->> 'log', value ->> 'position', value ->> 'salt', null, null from json_each(${JSON.stringify(salts)})`)

/** A statement: n is the key, so of two sweeps that seal the same rows one is refused. */
export const putSeal = (db: Db, seal: Seal): Statement => db.insert(seals).values(seal)

/** Of some seals, by number. */
export const listSealsByNumber = (db: Db, numbers: readonly number[]): Promise<Seal[]> =>
  db
    .select()
    .from(seals)
    .where(sql`${seals.n} in (select cast(value as integer) from json_each(${JSON.stringify(numbers)}))`)

const anchorReaders = ['finance', 'auditor', 'admin']

/** A statement: today's anchor, a mail to each of those who keep it. A second one of the day meets the first one's keys. */
export const oweAnchor = (db: Db, { n, hash, sealedAt }: Seal, day: string, at: Date): Statement =>
  owePeople(
    db,
    `anchor:${day}`,
    { template: 'seal_anchor', data: { n, hash, sealedAt: sealedAt.toISOString(), day } },
    at,
    sql`select distinct s.id, s.email from staff s join staff_role_grants g on g.staff_id = s.id
        where s.active = 1 and g.role in ${eachOf(anchorReaders)}`,
  )

type Anchor = { n: number; hash: string; day: string; sentAt: Date | null }

/** The seal that left last. */
export async function findNewestAnchor(db: Db): Promise<Anchor | undefined> {
  const [row] = await db
    .select({ data: outbox.data, sentAt: outbox.sentAt })
    .from(outbox)
    .where(sql`${outbox.template} = 'seal_anchor' and ${outbox.sentAt} is not null`)
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1)
  return row && anchorOf(row)
}

/** The anchors that were written since, the newest first. */
export async function listAnchorsSince(db: Db, since: Date): Promise<Anchor[]> {
  const rows = await db
    .select({ data: outbox.data, sentAt: outbox.sentAt })
    .from(outbox)
    .where(sql`${outbox.createdAt} >= ${asTime(since)} and ${outbox.template} = 'seal_anchor'`)
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(2_000)
  return rows.map(anchorOf)
}

/** As `oweAnchor` writes it. */
const anchorOf = ({ data, sentAt }: { data: unknown; sentAt: Date | null }): Anchor => ({ ...(data as Omit<Anchor, 'sentAt'>), sentAt })
